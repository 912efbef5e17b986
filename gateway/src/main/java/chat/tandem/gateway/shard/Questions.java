package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.Requester;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.protocol.ClientCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a gateway asks of other services over the bus; the answers come to its inbox. */
public final class Questions {
    private final ShardBus bus;
    private final String gateway;
    private final Requester requester;
    private final RateLimit limit;

    /** @param limit on what one user asks */
    Questions(Vertx vertx, ShardBus bus, String gateway, RateLimit limit) {
        this.limit = limit;
        this.gateway = gateway;
        this.bus = bus;
        this.requester = new Requester(vertx, gateway);
    }

    /**
     * Asks for a user. Fails with {@link chat.tandem.common.bus.RequestRefusedException} where the service answers with
     * an error, with {@link chat.tandem.common.bus.RateLimitedException} where the user asks too much, and otherwise when no
     * answer came in time.
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

    /**
     * Asks for a piece of everything that is known of a user. Fails as {@link #ask} does.
     *
     * @param cursor the {@code next} of the piece before; null for the first one
     * @return {@code {"chunk", "next"?}}
     */
    public Future<Buffer> export(String user, @Nullable String cursor) {
        return ask(user, Inquiry.export(cursor));
    }

    /**
     * Asks to erase what was written of a user, whose session is over. Fails as {@link #ask} does.
     *
     * @param moment up to which, in epoch milliseconds of Redis
     */
    public Future<Buffer> erase(String user, long moment) {
        return ask(user, Inquiry.erase(moment));
    }

    /** Asks whether anything is, or will be, stored of a user. Fails as {@link #ask} does. */
    public Future<Boolean> isKnown(String user) {
        return ask(user, Inquiry.isKnown()).map(answer -> answer.toJsonObject().getBoolean("known", true));
    }

    private Future<Buffer> ask(String user, Inquiry inquiry) {
        return requester.request(
                bus,
                inquiry.to(),
                inquiry.type(),
                user,
                inquiry.data(),
                inquiry.patience(),
                inquiry.limited() ? limit : RateLimit.OFF);
    }

    /** Whether a connection is known to live anywhere. */
    Future<Boolean> find(String place) {
        return bus.isKnown(place);
    }

    /** As {@link Requester#relay}. */
    Future<Optional<Buffer>> relay(String place, Buffer question, Duration patience) {
        return requester.relay(bus, place, question, patience);
    }

    /** Makes it known for a while that a connection lives here; to be repeated. */
    Future<Void> enter(String place, Duration life) {
        return bus.enter(place, gateway, life);
    }

    /** The connection is no more. */
    Future<Void> leave(String place) {
        return bus.leave(place);
    }

    /** Answers another gateway. */
    void answer(InboxEntry.Asked asked, Buffer data) {
        var unused = bus.answer(asked, data);
    }

    void answered(InboxEntry.Reply reply) {
        requester.onReply(reply);
    }
}
