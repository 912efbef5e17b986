package chat.tandem.media;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.service.Running;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.common.state.EvictionCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The media service as a process of its own, or as a part of another. */
public final class MediaService implements ServiceDefinition<MediaSettings> {

    @Override
    public String name() {
        return "media";
    }

    @Override
    public MediaSettings settings(SettingsReader reader) {
        return MediaSettings.read(reader);
    }

    @Override
    public Future<Running> start(Vertx vertx, MediaSettings settings, Operations operations) {
        EvictionCheck.begin(vertx, settings.redis());
        return vertx.deployVerticle(new MediaVerticle(settings, operations))
                .map(deployment -> () -> vertx.undeploy(deployment));
    }
}
