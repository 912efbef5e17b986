package chat.tandem.matcher.pairing;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.MatcherEntry;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads who has begun to wait, and pairs them at once. */
public final class HintReader {

    private final Pairing pairing;
    private final WorkReader<MatcherEntry> reader;

    /**
     * @param vertx where it runs, on the context of the shard's bus
     * @param bus the shard
     * @param pairing what it does with those that it reads of
     * @param lease after how long of silence another matcher takes over what this one read
     */
    public HintReader(Vertx vertx, ShardBus bus, Pairing pairing, Duration lease) {
        this.pairing = pairing;
        ReaderOptions options = ReaderOptions.defaults().withLease(lease);
        this.reader = WorkReader.create(vertx, bus, Addresses.MATCHER, options, this::pair);
    }

    /** Begins to read. */
    public Future<Void> start() {
        return reader.start();
    }

    /** Stops reading, and finishes what was read. */
    public Future<Void> stop() {
        return reader.stop();
    }

    private Future<Void> pair(List<Delivery<MatcherEntry>> deliveries) {
        List<String> users = new ArrayList<>(deliveries.size());
        for (Delivery<MatcherEntry> delivery : deliveries) {
            switch (delivery.entry()) {
                case MatcherEntry.Hint hint -> users.add(hint.user());
            }
        }
        return pairing.pair(users, false).mapEmpty();
    }
}
