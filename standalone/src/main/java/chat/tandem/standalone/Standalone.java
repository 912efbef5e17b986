package chat.tandem.standalone;

import chat.tandem.common.config.Config;
import chat.tandem.common.config.KnownSettings;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.log.Logs;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.OpsServer;
import chat.tandem.common.service.ServiceMain;
import chat.tandem.common.service.Termination;
import chat.tandem.standalone.store.DataFolder;
import chat.tandem.standalone.store.EnvironmentFile;
import chat.tandem.standalone.store.LocalStores;
import chat.tandem.standalone.store.Secrets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code ./tandem}: folder, stores, services, and the port for clients last; stopped in the reverse order,
 * so that the stores are there until the last message has reached them.
 */
final class Standalone {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    /** What is no secret, and yet the same for all that work on these stores. */
    private static final String[] SHARED = {
        "TANDEM_REDIS_MODE",
        "TANDEM_SHARDS",
        "TANDEM_LIMIT_EXEMPT",
        "TANDEM_S3_ENDPOINT",
        "TANDEM_S3_PUBLIC_ENDPOINT",
        "TANDEM_S3_PUBLIC_URL",
        "TANDEM_S3_REGION",
        "TANDEM_S3_BUCKET",
        "TANDEM_S3_PATH_STYLE",
        "TANDEM_S3_CORS_ORIGINS"
    };

    private final Path folder;
    private final StandaloneSettings asked;
    private final StartedParts parts = new StartedParts();
    private final Operations operations = new Operations();

    Standalone(Path folder, StandaloneSettings asked) {
        this.folder = folder;
        this.asked = asked;
    }

    /** Runs until a signal ends the process; returns only by an exception, with nothing left running. */
    void run(Termination termination) throws Exception {
        termination.drain(this::stop);
        try {
            start();
        } catch (Exception fault) {
            parts.stopAll();
            throw fault;
        }
        termination.await();
    }

    private void start() throws Exception {
        StandaloneSettings settings = asked.withFreePort();
        DataFolder data = parts.start("data folder", () -> DataFolder.take(folder), DataFolder::close);
        logInto(data, settings.log());
        EnvironmentFile environment = EnvironmentFile.in(data.root());
        Secrets secrets = Secrets.keep(data);
        LocalStores stores = parts.start(
                "stores", () -> LocalStores.start(data, secrets, environment, settings.page()), LocalStores::stop);
        Config config = complete(settings, environment, secrets, stores);
        environment.write(shared(config));
        serve(data, settings, new SettingsReader(config));
        System.out.println("Tandem is ready: " + settings.url());
    }

    /** To a file in the data folder, so that the terminal shows only what matters. */
    private static void logInto(DataFolder data, LogSettings settings) throws IOException {
        URL configuration = Standalone.class.getResource("logback-standalone.xml");
        String file = data.folder("log").resolve("tandem.log").toString();
        Logs.begin(settings, Objects.requireNonNull(configuration), Map.of("FILE", file));
    }

    private void serve(DataFolder data, StandaloneSettings settings, SettingsReader reader) throws Exception {
        Services.check(reader);
        reader.unknown().forEach(key -> LOG.warn("{} is set, but there is no such setting", key));
        Duration drain = ServiceMain.drain(reader);
        System.setProperty("vertx.cacheDirBase", data.folder("tmp").toString());
        Vertx vertx = parts.start(
                "Vert.x", ServiceMain::vertx, started -> started.close().await());
        OpsServer ops = parts.start(
                "operations port",
                () -> OpsServer.start(vertx, "standalone", settings.ops(), operations, reader.shown())
                        .await(),
                started -> started.close().await());
        Services.migrate(reader);
        parts.start(
                "services",
                () -> Services.start(vertx, reader, operations).await(),
                started -> started.stop().await(drain.plus(ServiceMain.MARGIN).toMillis(), TimeUnit.MILLISECONDS));
        operations.health().started();
        LOG.info("started; clients on port {}, operations on port {}", settings.port(), ops.port());
    }

    private void stop() {
        operations.health().draining();
        if (!parts.stopAll()) {
            throw new IllegalStateException("not everything stopped in order");
        }
    }

    private static Config complete(
            StandaloneSettings settings, EnvironmentFile environment, Secrets secrets, LocalStores stores) {
        Config config = settings.config()
                .with("TANDEM_HTTP_PORT", String.valueOf(settings.port()))
                .withDefault("TANDEM_TOKEN_SECRET", secrets.token())
                .withDefault(
                        "TANDEM_SHARDS", environment.before("TANDEM_SHARDS").orElse("1"));
        for (Map.Entry<String, String> address : stores.addresses().entrySet()) {
            config = config.with(address.getKey(), address.getValue());
        }
        return config;
    }

    /** What a further process must share with this one: the stores, the secrets, and how the state is divided. */
    private static Map<String, String> shared(Config config) {
        SettingsReader reader = new SettingsReader(config);
        Map<String, String> shared = new TreeMap<>();
        KnownSettings.SECRET.forEach(key -> reader.secret(key).ifPresent(value -> shared.put(key, value)));
        for (String key : SHARED) {
            reader.string(key).ifPresent(value -> shared.put(key, value));
        }
        return shared;
    }
}
