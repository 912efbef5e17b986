package chat.tandem.common.service;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.OpsSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * What {@link ServiceMain} needs to know of a service.
 *
 * @param <S> its settings
 */
public interface ServiceDefinition<S> {

    /** {@code gateway}, {@code matcher}, … */
    String name();

    /**
     * Reads and checks the settings.
     *
     * @throws chat.tandem.common.config.BadSettingException if one cannot be used
     */
    S settings(SettingsReader reader);

    /** Where the operations port listens: a free one unless set. */
    default OpsSettings ops(SettingsReader reader) {
        return OpsSettings.read(reader, 0);
    }

    /**
     * Deploys the service. Completes when it does its work; a store that is away is no failure but something to wait
     * for. Fails with {@link chat.tandem.common.ops.PortInUseException} if its port is taken.
     */
    Future<Running> start(Vertx vertx, S settings, Operations operations);

    /** Further commands of its own, as picocli knows them. */
    default List<Object> subcommands() {
        return List.of();
    }
}
