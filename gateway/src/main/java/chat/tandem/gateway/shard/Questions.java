package chat.tandem.gateway.shard;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.Requester;
import chat.tandem.common.bus.ShardBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What a gateway asks of other services over the bus; the answers come to its inbox. */
public final class Questions {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ShardBus bus;
    private final Requester requester;

    Questions(Vertx vertx, ShardBus bus, String gateway) {
        this.bus = bus;
        this.requester = new Requester(vertx, gateway);
    }

    /**
     * Asks persistence, for a user. Fails with {@link chat.tandem.common.bus.RequestRefusedException} where it answers
     * with an error, and otherwise when no answer came within 5 s.
     *
     * @param data a JSON object
     */
    public Future<Buffer> ask(String type, String user, Buffer data) {
        return requester.request(bus, Addresses.REQUESTS, type, user, data, PATIENCE);
    }

    void answered(InboxEntry.Reply reply) {
        requester.onReply(reply);
    }
}
