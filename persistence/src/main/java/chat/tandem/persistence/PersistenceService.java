package chat.tandem.persistence;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.service.Running;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.common.state.EvictionCheck;
import chat.tandem.persistence.deadletters.DeadLettersCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Persistence as a process of its own, or as a part of another. */
public final class PersistenceService implements ServiceDefinition<PersistenceSettings> {

    @Override
    public String name() {
        return "persistence";
    }

    @Override
    public PersistenceSettings settings(SettingsReader reader) {
        return PersistenceSettings.read(reader);
    }

    @Override
    public Future<Running> start(Vertx vertx, PersistenceSettings settings, Operations operations) {
        EvictionCheck.begin(vertx, settings.redis());
        return vertx.deployVerticle(new PersistenceVerticle(settings, operations))
                .map(deployment -> () -> vertx.undeploy(deployment));
    }

    @Override
    public List<Object> subcommands() {
        return List.of(new MigrateCommand(), new DeadLettersCommand());
    }
}
