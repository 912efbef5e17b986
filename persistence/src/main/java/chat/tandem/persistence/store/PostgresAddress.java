package chat.tandem.persistence.store;

import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is and who we are there, in the two spellings that its drivers want.
 *
 * @param host name or address
 * @param port 1–65535
 * @param database name of the database
 * @param user role to connect as
 * @param password its password; empty where the server asks for none
 * @param parameters the query string of the URL, such as {@code sslmode=require}; empty for none
 */
public record PostgresAddress(String host, int port, String database, String user, String password, String parameters) {

    private static final String SHAPE = "must look like postgresql://user:password@host:port/database";

    /**
     * Reads {@code postgresql://user:password@host:port/database[?parameters]}; user and password percent-encoded.
     *
     * @throws IllegalArgumentException when it is not of that shape; the message never repeats the URL
     */
    public static PostgresAddress parse(String url) {
        URI uri = uri(url);
        String host = uri.getHost();
        String path = uri.getPath();
        String[] login = loginOf(uri.getRawUserInfo());
        if (!isPostgres(uri.getScheme()) || host == null || path == null || path.length() < 2 || login[0].isEmpty()) {
            throw new IllegalArgumentException(SHAPE);
        }
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new PostgresAddress(host, port, path.substring(1), login[0], login[1], query);
    }

    /** For the reactive driver; without timeouts, which are the pool's matter. */
    public PgConnectOptions connectOptions() {
        String query = parameters.isEmpty() ? "" : "?" + parameters;
        return PgConnectOptions.fromUri("postgresql://localhost/any" + query)
                .setHost(host)
                .setPort(port)
                .setDatabase(database)
                .setUser(user)
                .setPassword(password);
    }

    /** For JDBC, without user and password, which are given apart. */
    public String jdbcUrl() {
        String query = parameters.isEmpty() ? "" : "?" + parameters;
        String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + name + ":" + port + "/" + database + query;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            // Not as the cause: its message repeats the URL, and with it the password.
            throw new IllegalArgumentException(SHAPE);
        }
    }

    private static boolean isPostgres(@Nullable String scheme) {
        return "postgresql".equals(scheme) || "postgres".equals(scheme);
    }

    private static String[] loginOf(@Nullable String userInfo) {
        String[] login = {"", ""};
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            login[0] = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
            login[1] = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
        }
        return login;
    }

    private static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
