package chat.tandem.media.store;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where pictures lie.
 *
 * @param endpoint where media finds the store; null for AWS itself
 * @param publicEndpoint where clients find it: URLs are signed for this one; null for AWS itself
 * @param region what requests are signed for
 * @param bucket the bucket
 * @param accessKey who we are there
 * @param secretKey how we prove it
 * @param pathStyle whether the bucket stands in the path of an address, else in its host
 * @param publicUrl where the bucket's objects are open to everybody, without a slash at its end; null where they are not
 * @param corsOrigins whose pages may talk to the bucket, for a bucket that has no rule of its own; empty where that is
 *     none of our business
 */
public record S3Settings(
        @Nullable URI endpoint,
        @Nullable URI publicEndpoint,
        String region,
        String bucket,
        String accessKey,
        String secretKey,
        boolean pathStyle,
        @Nullable String publicUrl,
        List<String> corsOrigins) {

    private static final String ENDPOINT = "TANDEM_S3_ENDPOINT";
    private static final String PUBLIC_ENDPOINT = "TANDEM_S3_PUBLIC_ENDPOINT";
    private static final String PUBLIC_URL = "TANDEM_S3_PUBLIC_URL";
    private static final String REGION = "TANDEM_S3_REGION";
    private static final String BUCKET = "TANDEM_S3_BUCKET";
    private static final String CORS_ORIGINS = "TANDEM_S3_CORS_ORIGINS";
    private static final Pattern REGION_FORM = Pattern.compile("[a-z0-9-]{2,32}");
    private static final Pattern BUCKET_FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /**
     * Reads them.
     *
     * @throws BadSettingException when one is missing or cannot be used
     */
    public static S3Settings read(SettingsReader reader) {
        URI endpoint = origin(reader, ENDPOINT);
        URI publicEndpoint = origin(reader, PUBLIC_ENDPOINT);
        return new S3Settings(
                endpoint,
                publicEndpoint == null ? endpoint : publicEndpoint,
                formed(REGION, reader.string(REGION, "us-east-1"), REGION_FORM),
                formed(BUCKET, needed(BUCKET, reader.string(BUCKET).orElse(null)), BUCKET_FORM),
                secret(reader, "TANDEM_S3_ACCESS_KEY"),
                secret(reader, "TANDEM_S3_SECRET_KEY"),
                reader.bool("TANDEM_S3_PATH_STYLE", endpoint != null),
                publicUrl(reader),
                corsOrigins(reader));
    }

    private static @Nullable URI origin(SettingsReader reader, String key) {
        String text = reader.string(key).orElse(null);
        return text == null ? null : origin(key, text);
    }

    private static URI origin(String key, String text) {
        URI address = address(key, text);
        String path = address.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            throw new BadSettingException(key, "'" + text + "' must not have a path");
        }
        return URI.create(address.getScheme() + "://" + address.getRawAuthority());
    }

    private static URI address(String key, String text) {
        try {
            URI address = URI.create(text);
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isHttp
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below, like what is well-formed and no address of a store.
        }
        throw new BadSettingException(key, "is not an address such as https://s3.example.org");
    }

    private static @Nullable String publicUrl(SettingsReader reader) {
        String text = reader.string(PUBLIC_URL).orElse(null);
        return text == null ? null : address(PUBLIC_URL, text).toString().replaceFirst("/+$", "");
    }

    private static List<String> corsOrigins(SettingsReader reader) {
        List<String> given = reader.list(CORS_ORIGINS);
        if (given.equals(List.of("off"))) {
            return List.of();
        }
        if (given.isEmpty() || given.equals(List.of("*"))) {
            return List.of("*");
        }
        return given.stream().map(text -> origin(CORS_ORIGINS, text).toString()).toList();
    }

    private static String formed(String key, String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw new BadSettingException(key, "'" + text + "' is not of the form " + form.pattern());
        }
        return text;
    }

    private static String secret(SettingsReader reader, String key) {
        return needed(key, reader.secret(key).orElse(null));
    }

    private static String needed(String key, @Nullable String value) {
        if (value == null) {
            throw new BadSettingException(key, "is needed");
        }
        return value;
    }

    /** Without what nobody may read. */
    @Override
    public String toString() {
        return "bucket " + bucket + " at " + (endpoint == null ? "AWS, " + region : endpoint);
    }
}
