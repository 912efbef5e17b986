package chat.tandem.common.bus;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of one shard: to look at, to put back on their address, and to throw away. */
public final class DeadLetters {

    private static final String STREAM = "dead-letters";

    private final ShardBus bus;

    /** Those of the bus's shard. */
    public DeadLetters(ShardBus bus) {
        this.bus = bus;
    }

    /**
     * A page of them, oldest first.
     *
     * @param after the id of the last one of the page before, or null for the first page
     * @param last the id after which nothing is wanted, or null: what is put back may soon be here again
     * @param count 1 or more
     */
    public Future<List<DeadLetter>> page(@Nullable String after, @Nullable String last, int count) {
        String from = after == null ? "-" : StreamEntries.after(after);
        return range(Command.XRANGE, from, last == null ? "+" : last, count);
    }

    /** The id of the newest one, or null where there is none. */
    public Future<@Nullable String> newest() {
        return range(Command.XREVRANGE, "+", "-", 1)
                .map(letters -> letters.isEmpty() ? null : letters.getFirst().id());
    }

    /** The one of this id, or null. */
    public Future<@Nullable DeadLetter> find(String id) {
        return range(Command.XRANGE, id, id, 1).map(letters -> letters.isEmpty() ? null : letters.getFirst());
    }

    /**
     * Puts one on its address again, behind what waits there.
     *
     * @return whether it was still here; fails with {@link RequestTimeoutException} where too many wait on the address,
     *     and with {@link IllegalArgumentException} where this build knows no such address
     */
    public Future<Boolean> requeue(DeadLetter letter) {
        return Addresses.ofServices().stream()
                .filter(address -> address.stream().equals(letter.address()))
                .findFirst()
                .map(address -> bus.scripts().requeue(address, letter.id()))
                .orElseGet(() -> Future.failedFuture(new IllegalArgumentException("no such address")));
    }

    /** Throws one away; answers whether it was still here. */
    public Future<Boolean> discard(DeadLetter letter) {
        return bus.commands()
                .send(Request.cmd(Command.XDEL, bus.keys().fixed(STREAM), letter.id()))
                .map(deleted -> deleted != null && deleted.toInteger() == 1);
    }

    private Future<List<DeadLetter>> range(Command command, String from, String to, int count) {
        return bus.commands()
                .send(Request.cmd(command, bus.keys().fixed(STREAM), from, to, "COUNT", count))
                .map(DeadLetters::letters);
    }

    private static List<DeadLetter> letters(@Nullable Response entries) {
        return entries == null
                ? List.of()
                : entries.stream().map(DeadLetter::of).toList();
    }
}
