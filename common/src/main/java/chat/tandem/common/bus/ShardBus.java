package chat.tandem.common.bus;

import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.LinkOptions;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.RedisClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bus in one shard: a link for commands, links for blocking reads and for upkeep as they are needed, and what is sent over them. It
 * belongs to the Vert.x context that opened it.
 */
public final class ShardBus {
    /** A renewal, a trim and a count are under way at once; a few more where answers are slow. */
    private static final int UPKEEP_WAITING = 64;

    private final Vertx vertx;
    private final RedisSettings settings;
    private final Keys keys;
    private final RedisLink commands;
    private final List<RedisLink> further = new ArrayList<>();
    private final RedisClock clock = new RedisClock();
    private final BusScripts scripts;
    private final Metrics metrics;

    private ShardBus(Vertx vertx, RedisSettings settings, Keys keys, Metrics metrics) {
        this.metrics = metrics;
        this.vertx = vertx;
        this.settings = settings;
        this.keys = keys;
        this.commands = RedisLink.open(vertx, settings, LinkOptions.commands().forKey(keys.tag()));
        this.scripts = new BusScripts(commands, keys, metrics);
    }

    /** Opens the shard's bus on the current context; connecting begins at once and never blocks. */
    public static ShardBus open(Vertx vertx, RedisSettings settings, Keys keys, Metrics metrics) {
        return new ShardBus(vertx, settings, keys, metrics);
    }

    /** As above, unmeasured. */
    public static ShardBus open(Vertx vertx, RedisSettings settings, Keys keys) {
        return open(vertx, settings, keys, new Metrics());
    }

    /** Returns where it is shown what goes on here. */
    public Metrics metrics() {
        return metrics;
    }

    /** Returns the shard's key names. */
    public Keys keys() {
        return keys;
    }

    /** Returns the link for commands; the shard's state may be changed over it too. */
    public RedisLink commands() {
        return commands;
    }

    /** Returns Redis' time, measured anew by each reader's renewal of its lease. */
    public RedisClock clock() {
        return clock;
    }

    /**
     * Opens another link, for what keeps this process alive in the shard: it waits behind nothing that clients ask. It is closed
     * with the bus.
     */
    public RedisLink openUpkeep() {
        RedisLink link = RedisLink.open(
                vertx,
                settings,
                LinkOptions.commands().withMaxWaiting(UPKEEP_WAITING).forKey(keys.tag()));
        further.add(link);
        return link;
    }

    /** Opens another link, for one reader that blocks in Redis; it is closed with the bus. */
    public RedisLink openBlocking() {
        RedisLink link = RedisLink.open(vertx, settings, LinkOptions.blocking().forKey(keys.tag()));
        further.add(link);
        return link;
    }

    /**
     * Appends an entry to a service's address.
     *
     * @return the entry's id; fails with {@link RequestTimeoutException} where too many wait there, and as
     *     {@link RedisLink#send} does
     */
    public <T> Future<String> append(Address<T> to, T entry) {
        Map<String, Buffer> fields = to.codec().encode(entry);
        return scripts.append(to, fields);
    }

    /** Returns the id of the newest entry that a service's readers were given; null where they were given none. */
    public Future<@Nullable EntryId> delivered(Address<?> address) {
        return commands.send(Request.cmd(Command.XINFO, "GROUPS", keys.fixed(address.stream())))
                .map(groups -> groups.stream()
                        .filter(group -> group.get("name").toString().equals(address.group()))
                        .map(group ->
                                EntryId.parse(group.get("last-delivered-id").toString()))
                        .findFirst()
                        .orElse(null));
    }

    /**
     * Returns entries that nobody has finished, oldest first. Where one cannot be decoded, its entry is null.
     *
     * @param after the id behind which to begin; null for the oldest
     * @param last the id of the last one that is wanted
     * @param count how many at most
     */
    public <T> Future<List<Unfinished<T>>> unfinished(
            Address<T> address, @Nullable EntryId after, EntryId last, int count) {
        String from = after == null ? "-" : "(" + after;
        return commands.send(Request.cmd(
                        Command.XRANGE, keys.fixed(address.stream()), from, last.toString(), "COUNT", count))
                .map(entries -> entries == null
                        ? List.of()
                        : entries.stream()
                                .map(entry -> Unfinished.of(address.codec(), entry))
                                .toList());
    }

    /** Returns the id of the newest entry that waits at an address, or null where none does. */
    public Future<@Nullable EntryId> newest(Address<?> address) {
        return first(address, Command.XREVRANGE, "+", "-");
    }

    private Future<@Nullable EntryId> first(Address<?> address, Command command, String from, String to) {
        return commands.send(Request.cmd(command, keys.fixed(address.stream()), from, to, "COUNT", 1))
                .map(entries -> entries == null || entries.size() == 0
                        ? null
                        : EntryId.parse(entries.get(0).get(0).toString()));
    }

    /** Returns a conversation's replay log: the newest messages as JSON, oldest first; empty where there is none. */
    public Future<List<Buffer>> log(String conversation) {
        return commands.send(Request.cmd(Command.LRANGE, keys.log(conversation), 0, -1))
                .map(messages -> messages == null
                        ? List.of()
                        : messages.stream().map(Response::toBuffer).toList());
    }

    /** Answers a request with data, a JSON object. A gateway that is gone gets nothing. */
    public Future<Void> reply(ServiceRequest request, Buffer data) {
        return scripts.reply(request, "data", data);
    }

    /** Answers a request with an error for the client, a JSON object: {@code code}, {@code message} … */
    public Future<Void> replyError(ServiceRequest request, Buffer error) {
        return scripts.reply(request, "error", error);
    }

    /** Answers another gateway's question; one that is gone gets nothing. */
    public Future<Void> answer(InboxEntry.Asked asked, Buffer data) {
        return scripts.reply(asked.from(), asked.correlation(), "data", data);
    }

    /** Returns the ids of the gateways whose leases have not run out. */
    public Future<Set<String>> liveGateways() {
        return commands.send(Request.cmd(Command.TIME))
                .compose(time -> commands.send(
                        Request.cmd(Command.ZRANGE, keys.fixed("gateways"), "(" + millis(time), "+inf", "BYSCORE")))
                .map(live -> live.stream().map(Response::toString).collect(Collectors.toSet()));
    }

    private static long millis(Response time) {
        return time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    }

    /** Makes it known for a while that a connection lives at a gateway; to be repeated. */
    public Future<Void> enter(String place, String gateway, Duration life) {
        return commands.send(Request.cmd(Command.SET, keys.at(place), gateway, "PX", life.toMillis()))
                .mapEmpty();
    }

    /** Returns whether it is known at which gateway a connection lives, or lived a moment ago. */
    public Future<Boolean> isKnown(String place) {
        return commands.send(Request.cmd(Command.EXISTS, keys.at(place))).map(known -> known.toInteger() == 1);
    }

    /** The connection is no more. */
    public Future<Void> leave(String place) {
        return commands.send(Request.cmd(Command.DEL, keys.at(place))).mapEmpty();
    }

    /** Returns what the Redis behind a link says of its replication, by which one Redis is told from another. */
    public static Future<String> replication(RedisLink link) {
        return link.send(Request.cmd(Command.INFO, "replication")).map(String::valueOf);
    }

    /**
     * Takes the turn at something that one process does for all.
     *
     * @param key the key that stands for it
     * @param length how long nobody else gets it
     * @return whether it is ours
     */
    public Future<Boolean> takeTurn(String key, Duration length) {
        return commands.send(Request.cmd(Command.SET, key, "1", "NX", "PX", length.toMillis()))
                .map(reply -> reply != null);
    }

    /** Gives the turn back before its time. */
    public Future<Void> giveTurnBack(String key) {
        return commands.send(Request.cmd(Command.DEL, key)).mapEmpty();
    }

    BusScripts scripts() {
        return scripts;
    }

    /** Closes all links of this shard. */
    public Future<Void> close() {
        List<Future<Void>> closed = new ArrayList<>(List.of(commands.close()));
        further.forEach(link -> closed.add(link.close()));
        return Future.join(closed).mapEmpty();
    }
}
