package chat.tandem.matcher;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.service.Running;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.common.state.EvictionCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The matcher as a process of its own, or as a part of another. */
public final class MatcherService implements ServiceDefinition<MatcherSettings> {

    @Override
    public String name() {
        return "matcher";
    }

    @Override
    public MatcherSettings settings(SettingsReader reader) {
        return MatcherSettings.read(reader);
    }

    @Override
    public Future<Running> start(Vertx vertx, MatcherSettings settings, Operations operations) {
        EvictionCheck.begin(vertx, settings.redis());
        return vertx.deployVerticle(new MatcherVerticle(settings, operations))
                .map(deployment -> () -> vertx.undeploy(deployment));
    }
}
