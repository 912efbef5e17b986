package chat.tandem.socketio.engine;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web origins may use the HTTP transport, told to browsers by the headers of CORS. It is no access control: a client
 * that is not a browser ignores it, and browsers do not apply it to WebSockets (see {@link EngineIoOptions#setAdmission}).
 *
 * @param origins origins such as {@code https://example.org}; a lone {@code *} stands for any, none for none
 * @param credentials whether browsers may send cookies; the origin is then named even where any is allowed
 */
public record CorsPolicy(Set<String> origins, boolean credentials) {
    /** No header is sent: pages of other origins cannot use the HTTP transport. */
    public static final CorsPolicy NONE = new CorsPolicy(Set.of(), false);

    /** Every origin, without cookies. */
    public static final CorsPolicy ANY = new CorsPolicy(Set.of("*"), false);

    /** Origins are compared without case, and a slash at the end of one counts for nothing. */
    public CorsPolicy {
        origins = origins.stream().map(CorsPolicy::plain).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether pages of this origin may use the HTTP transport. */
    public boolean allows(String origin) {
        return origins.contains("*") || origins.contains(plain(origin));
    }

    private static String plain(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
