package chat.tandem.common.service;

import chat.tandem.common.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, to be mixed into every command that reads settings. */
public final class ConfigOption {

    /** For this one read; a first start on a busy machine is slow, and nobody needs to be warned of that. */
    private static final VertxOptions SMALL = new VertxOptions()
            .setEventLoopPoolSize(1)
            .setBlockedThreadCheckInterval(Duration.ofHours(1).toMillis());

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML or properties file of settings; the environment has the last word.")
    private @Nullable Path file;

    /**
     * The settings of the environment and of the file. Blocks.
     *
     * @throws chat.tandem.common.config.BadSettingException if the file cannot be read or understood
     */
    public Config load() {
        Vertx vertx = Vertx.vertx(SMALL);
        try {
            return Config.load(vertx, file).await();
        } finally {
            vertx.close().await();
        }
    }
}
