package chat.tandem.socketio.engine;

import java.util.Set;

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

    public CorsPolicy {
        origins = Set.copyOf(origins);
    }

    /** Whether pages of this origin may use the HTTP transport. */
    public boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }
}
