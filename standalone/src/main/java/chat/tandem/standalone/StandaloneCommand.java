package chat.tandem.standalone;

import chat.tandem.common.config.Config;
import chat.tandem.common.service.BuildVersion;
import chat.tandem.common.service.ConfigOption;
import chat.tandem.common.service.ExitCode;
import chat.tandem.common.service.Termination;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything, says so in one line, and stops everything when asked. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = "Starts Tandem with stores of its own.")
final class StandaloneCommand implements Callable<Integer> {

    @Option(names = "--port", description = "Where clients connect (8080); 0 picks a free port.")
    private @Nullable Integer port;

    @Option(names = "--ops-port", description = "Where health is asked for (the port above plus 1).")
    private @Nullable Integer opsPort;

    @Option(names = "--host", description = "The address to listen on (127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where everything is kept (./data).")
    private Path data = Path.of("data");

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--check-config", description = "Reads the settings, says whether they are good, and ends.")
    private boolean checkOnly;

    private final Termination termination;

    StandaloneCommand(Termination termination) {
        this.termination = termination;
    }

    @Override
    public Integer call() throws Exception {
        termination.drain(() -> {});
        Config given = withOptions(config.load());
        StandaloneSettings settings = StandaloneSettings.of(given);
        if (checkOnly) {
            System.out.println("The settings are good.");
            return ExitCode.STOPPED;
        }
        new Standalone(data, settings).run(termination);
        return ExitCode.STOPPED;
    }

    private Config withOptions(Config given) {
        Config merged = with(given, "TANDEM_HTTP_HOST", host);
        merged = with(merged, "TANDEM_HTTP_PORT", port);
        return with(merged, "TANDEM_OPS_PORT", opsPort);
    }

    private static Config with(Config config, String key, @Nullable Object option) {
        return option == null ? config : config.with(key, option.toString());
    }
}
