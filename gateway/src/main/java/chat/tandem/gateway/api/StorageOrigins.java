package chat.tandem.gateway.api;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where images are, for the page's content security policy.
 *
 * @param uploads origins that the page puts images to
 * @param images origins that the page shows images from
 */
public record StorageOrigins(List<String> uploads, List<String> images) {

    /** Copies the lists. */
    public StorageOrigins {
        uploads = List.copyOf(uploads);
        images = List.copyOf(images);
    }

    /**
     * Reads them out of what the media service goes by.
     *
     * @throws BadSettingException when an address is none
     */
    public static StorageOrigins read(SettingsReader reader) {
        Optional<String> bucket = reader.string("TANDEM_S3_BUCKET");
        boolean isAmazon = reader.string("TANDEM_S3_ENDPOINT").isEmpty();
        boolean pathStyle = reader.bool("TANDEM_S3_PATH_STYLE", !isAmazon);
        Optional<URI> endpoint = address(reader, "TANDEM_S3_PUBLIC_ENDPOINT")
                .or(() -> address(reader, "TANDEM_S3_ENDPOINT"))
                .or(() -> bucket.map(any -> amazon(reader.string("TANDEM_S3_REGION", "us-east-1"))));
        Set<String> uploads = new LinkedHashSet<>();
        endpoint.ifPresent(uri -> uploads.add(
                origin(uri, pathStyle ? "" : bucket.map(name -> name + ".").orElse(""))));
        Set<String> images = new LinkedHashSet<>(uploads);
        address(reader, "TANDEM_S3_PUBLIC_URL").ifPresent(uri -> images.add(origin(uri, "")));
        return new StorageOrigins(List.copyOf(uploads), List.copyOf(images));
    }

    /** Its oldest region is addressed without a name. */
    private static URI amazon(String region) {
        return URI.create("https://s3." + (region.equals("us-east-1") ? "" : region + ".") + "amazonaws.com");
    }

    private static Optional<URI> address(SettingsReader reader, String key) {
        return reader.string(key).map(text -> {
            try {
                URI uri = URI.create(text);
                boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (web && uri.getHost() != null) {
                    return uri;
                }
            } catch (IllegalArgumentException malformed) {
                throw notAnAddress(key);
            }
            throw notAnAddress(key);
        });
    }

    private static BadSettingException notAnAddress(String key) {
        return new BadSettingException(key, "is not an address such as https://storage.example.org");
    }

    private static String origin(URI uri, String prefix) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return (uri.getScheme() + "://" + prefix + uri.getHost() + port).toLowerCase(Locale.ROOT);
    }

    /** The page's policy: only what it needs, and nothing from anywhere else. */
    String policy() {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:" + all(images)
                + "; connect-src 'self'" + all(uploads)
                + "; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    }

    private static String all(List<String> origins) {
        return origins.isEmpty() ? "" : " " + String.join(" ", origins);
    }
}
