package chat.tandem.gateway;

import chat.tandem.common.ops.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.IntConsumer;

/** One gateway: one event loop with its clients, its own id, lease and inbox in every shard. */
public final class GatewayVerticle extends VerticleBase {
    private final GatewaySettings settings;
    private final Health health;
    private final IntConsumer listening;

    /**
     * @param listening told the port that is listened on
     */
    public GatewayVerticle(GatewaySettings settings, Health health, IntConsumer listening) {
        this.settings = settings;
        this.health = health;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        listening.accept(settings.port());
        return Future.succeededFuture(health.ready());
    }
}
