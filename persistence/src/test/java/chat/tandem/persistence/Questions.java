package chat.tandem.persistence;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.InboxReader;
import chat.tandem.common.bus.Requester;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A gateway that asks persistence, for tests. */
final class Questions implements AutoCloseable {

    private static final String GATEWAY = "asking";

    private final Vertx vertx;
    private final Feed feed;
    private final Requester requester;
    private final InboxReader inbox;

    Questions(Vertx vertx, Feed feed) {
        this.vertx = vertx;
        this.feed = feed;
        new ShardState(feed.bus.commands()::send, feed.keys, StateSettings.defaults())
                .register(GATEWAY)
                .await();
        requester = new Requester(vertx, GATEWAY);
        inbox = InboxReader.create(
                vertx,
                feed.bus.openBlocking(),
                feed.bus.commands(),
                feed.keys,
                GATEWAY,
                entries -> entries.stream()
                        .filter(InboxEntry.Reply.class::isInstance)
                        .forEach(reply -> requester.onReply((InboxEntry.Reply) reply)));
        inbox.start();
    }

    Future<Buffer> ask(String type, String user, JsonObject data, Duration patience) {
        Promise<Buffer> answer = Promise.promise();
        vertx.runOnContext(go -> requester
                .request(feed.bus, Addresses.REQUESTS, type, user, data.toBuffer(), patience, RateLimit.OFF)
                .onComplete(answer));
        return answer.future();
    }

    @Override
    public void close() {
        inbox.stop();
    }
}
