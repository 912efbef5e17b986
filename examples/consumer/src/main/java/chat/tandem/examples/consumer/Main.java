package chat.tandem.examples.consumer;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.service.CommandLines;
import chat.tandem.common.service.ConfigOption;
import chat.tandem.common.service.Termination;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Counts matches, messages and endings of each minute into a file, until it is stopped. */
@Command(
        mixinStandardHelpOptions = true,
        description = "Counts what happens in Tandem, from TANDEM_REDIS_URL, into a report of the last day.")
public final class Main implements Callable<Integer> {
    private final Termination termination;

    @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = "report.txt", description = "${DEFAULT-VALUE}")
    private Path file = Path.of("report.txt");

    @Mixin
    private final ConfigOption config = new ConfigOption();

    private Main(Termination termination) {
        this.termination = termination;
    }

    /** Ends with 0 when stopped, 1 after a fault, 2 where a setting cannot be used or the file is in use. */
    public static void main(String[] args) {
        Termination termination = Termination.arm();
        termination.exit(CommandLines.execute("consumer", new Main(termination), List.of(), args));
    }

    @Override
    public Integer call() throws Exception {
        RedisSettings redis = RedisSettings.read(new SettingsReader(config.load()));
        Report report = Report.open(file);
        Vertx vertx = Vertx.vertx();
        termination.drain(() -> vertx.close().await(10, TimeUnit.SECONDS));
        vertx.deployVerticle(new Counter(redis, report)).await();
        termination.await();
        return 0;
    }
}
