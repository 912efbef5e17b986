package chat.tandem.standalone;

import chat.tandem.common.config.Config;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.ops.OpsSettings;
import chat.tandem.common.service.RefusedException;
import chat.tandem.standalone.store.LocalPort;
import chat.tandem.standalone.store.PageHost;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What was asked for, checked before anything is started.
 *
 * @param config everything that is set, with the defaults of a machine of one's own: loopback only
 * @param host where clients connect
 * @param port 0 picks a free one
 * @param ops where the operations port listens
 * @param log what is logged, and how
 */
record StandaloneSettings(Config config, String host, int port, OpsSettings ops, LogSettings log) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String ANY_SECRET = "check:0123456789abcdef0123456789abcdef";

    /** @throws chat.tandem.common.config.BadSettingException if one of any service's settings cannot be used */
    static StandaloneSettings of(Config given) {
        Config config = given.withDefault("TANDEM_HTTP_HOST", LOOPBACK)
                .withDefault("TANDEM_OPS_HOST", LOOPBACK)
                .withDefault("TANDEM_LIMIT_EXEMPT", "127.0.0.0/8,::1/128");
        SettingsReader reader = new SettingsReader(config);
        String host = reader.string("TANDEM_HTTP_HOST", LOOPBACK);
        int port = reader.port("TANDEM_HTTP_PORT", 8080);
        OpsSettings ops = OpsSettings.read(reader, port == 0 || port == 65_535 ? 0 : port + 1);
        Services.check(new SettingsReader(complete(config)));
        return new StandaloneSettings(config, host, port, ops, LogSettings.read(reader));
    }

    /** With what is only known later, so that all else can be checked now. */
    private static Config complete(Config config) {
        return config.with("TANDEM_REDIS_URL", "redis://127.0.0.1:6379")
                .with("TANDEM_REDIS_MODE", "standalone")
                .with("TANDEM_POSTGRES_URL", "postgresql://tandem:tandem@127.0.0.1:5432/postgres")
                .with("TANDEM_S3_ENDPOINT", "http://127.0.0.1:9000")
                .with("TANDEM_S3_BUCKET", "tandem")
                .with("TANDEM_S3_ACCESS_KEY", "tandem")
                .with("TANDEM_S3_SECRET_KEY", ANY_SECRET)
                .withDefault("TANDEM_TOKEN_SECRET", ANY_SECRET);
    }

    /**
     * The same with the port that will be listened on.
     *
     * @throws RefusedException if it, or the operations port, is in use
     */
    StandaloneSettings withFreePort() {
        refuseIfTaken(host, port, "--port");
        refuseIfTaken(ops.host(), ops.port(), "--ops-port");
        return port == 0 ? new StandaloneSettings(config, host, LocalPort.free(), ops, log) : this;
    }

    private static void refuseIfTaken(String host, int port, String option) {
        if (port != 0 && !LocalPort.isFree(address(host), port)) {
            throw new RefusedException("port " + port + " on " + host + " is in use: choose another by " + option);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new RefusedException("the host " + host + " is not known");
        }
    }

    /** Where the page is. */
    PageHost page() {
        SettingsReader reader = new SettingsReader(config);
        return new PageHost(
                host, reader.string("TANDEM_S3_PUBLIC_ENDPOINT").orElse(""), reader.list("TANDEM_ALLOWED_ORIGINS"));
    }

    /** Where a browser finds it. */
    String url() {
        boolean here = host.equals("localhost")
                || address(host).isLoopbackAddress()
                || address(host).isAnyLocalAddress();
        String name = here ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + port;
    }
}
