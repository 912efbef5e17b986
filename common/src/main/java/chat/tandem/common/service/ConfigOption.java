package chat.tandem.common.service;

import chat.tandem.common.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, to be mixed into every command that reads settings. */
public final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML or properties file of settings; the environment has the last word.")
    private @Nullable Path file;

    /** The settings of the environment and of the file. */
    public Future<Config> load(Vertx vertx) {
        return Config.load(vertx, file);
    }
}
