package chat.tandem.common.service;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.log.Logs;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.OpsServer;
import chat.tandem.common.ops.OpsSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The main of a service: reads its settings, opens the operations port, starts it, and stops it when asked. Exit codes
 * are those of {@link ExitCode}.
 *
 * @param <S> the service's settings
 */
@Command(mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false)
public final class ServiceMain<S> implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    /** What closing may take beyond the drain itself. */
    public static final Duration MARGIN = Duration.ofSeconds(10);

    private final ServiceDefinition<S> definition;
    private final Termination termination;
    private final Operations operations = new Operations();
    private volatile Running running = Future::succeededFuture;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--check-config", description = "Reads the settings, says whether they are good, and ends.")
    private boolean checkOnly;

    private ServiceMain(ServiceDefinition<S> definition, Termination termination) {
        this.definition = definition;
        this.termination = termination;
    }

    /** Runs the service until it is stopped, and ends the process. */
    public static void run(String[] args, ServiceDefinition<?> definition) {
        Termination termination = Termination.arm(args);
        String name = "tandem-" + definition.name();
        ServiceMain<?> main = new ServiceMain<>(definition, termination);
        termination.exit(CommandLines.execute(name, main, definition.subcommands(), args));
    }

    /** The Vert.x of a process: native transport where it exists. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    /** How long a process may take to let go of its clients when it stops, at most an hour: {@code TANDEM_DRAIN}. */
    public static Duration drain(SettingsReader reader) {
        Duration drain = reader.duration("TANDEM_DRAIN", Duration.ofSeconds(30));
        if (drain.compareTo(Duration.ofHours(1)) > 0) {
            throw new BadSettingException("TANDEM_DRAIN", "is more than an hour");
        }
        return drain;
    }

    @Override
    public Integer call() throws InterruptedException {
        termination.drain(() -> {});
        SettingsReader reader = new SettingsReader(config.load());
        LogSettings log = LogSettings.read(reader);
        S settings = definition.settings(reader);
        OpsSettings ops = definition.ops(reader);
        Duration drain = drain(reader);
        if (checkOnly) {
            System.out.println("The settings are good.");
            return ExitCode.STOPPED;
        }
        Logs.begin(log);
        Vertx vertx = vertx();
        try {
            serve(vertx, reader, settings, ops, drain);
            return ExitCode.STOPPED;
        } finally {
            vertx.close().await();
        }
    }

    private void serve(Vertx vertx, SettingsReader reader, S settings, OpsSettings ops, Duration drain)
            throws InterruptedException {
        reader.unknown().forEach(key -> LOG.warn("{} is set, but there is no such setting", key));
        OpsServer opsServer = OpsServer.start(vertx, definition.name(), ops, operations, reader.shown())
                .await();
        termination.drain(() -> stop(vertx, opsServer, drain));
        running = definition.start(vertx, settings, operations).await();
        operations.health().started();
        LOG.info("{} has started; operations on port {}", definition.name(), opsServer.port());
        termination.await();
    }

    /** The operations port answers "draining" until the service itself has stopped. */
    private void stop(Vertx vertx, OpsServer opsServer, Duration drain) throws TimeoutException {
        operations.health().draining();
        try {
            running.stop().await(drain.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            vertx.close().await(MARGIN.toMillis(), TimeUnit.MILLISECONDS);
            opsServer.close().await(MARGIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
