package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.Requester;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.protocol.ClientCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** What a gateway asks of other services over the bus; the answers come to its inbox. */
public final class Questions {
    private final ShardBus bus;
    private final Requester requester;

    Questions(Vertx vertx, ShardBus bus, String gateway) {
        this.bus = bus;
        this.requester = new Requester(vertx, gateway);
    }

    /**
     * Asks for a user. Fails with {@link chat.tandem.common.bus.RequestRefusedException} where the service answers with
     * an error, and otherwise when no answer came in time.
     *
     * @return a JSON object
     */
    public Future<Buffer> ask(String user, ClientCommand.Question question) {
        return ask(user, Inquiry.of(question));
    }

    /**
     * Asks for an address at which anybody may fetch an image for a while. Fails as {@link #ask} does.
     *
     * @return {@code {"url", "expiresAt"}}
     */
    public Future<Buffer> signDownload(String key) {
        return ask("", Inquiry.signDownload(key));
    }

    private Future<Buffer> ask(String user, Inquiry inquiry) {
        return requester.request(bus, inquiry.to(), inquiry.type(), user, inquiry.data(), inquiry.patience());
    }

    void answered(InboxEntry.Reply reply) {
        requester.onReply(reply);
    }
}
