package chat.tandem.common.state;

import chat.tandem.common.redis.LinkOptions;
import chat.tandem.common.redis.RedisLink;
import chat.tandem.common.redis.RedisSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once, as soon as Redis answers, what it does when its memory is full, and says in one line of the log where that
 * would lose what people wrote. Anything but {@code noeviction} does: sessions and the stream of writes are keys like all
 * others.
 */
public final class EvictionCheck {

    private static final Logger LOG = LoggerFactory.getLogger(EvictionCheck.class);
    private static final String RIGHT = "noeviction";
    private static final Pattern POLICY = Pattern.compile("^maxmemory_policy:(\\S+)", Pattern.MULTILINE);

    private EvictionCheck() {}

    /**
     * Begins to look, at each server that holds a shard.
     *
     * @return completes when all have been looked at, however long Redis is away; never fails
     */
    public static Future<Void> begin(Vertx vertx, RedisSettings settings) {
        Shards shards = Shards.of(settings.shards());
        int servers = settings.mode() == RedisSettings.Mode.CLUSTER ? shards.count() : 1;
        return Future.join(IntStream.range(0, servers)
                        .mapToObj(index -> look(vertx, settings, shards.keys(index)))
                        .toList())
                .mapEmpty();
    }

    private static Future<Void> look(Vertx vertx, RedisSettings settings, Keys keys) {
        RedisLink link = RedisLink.open(vertx, settings, LinkOptions.commands().forKey(keys.tag()));
        Promise<Void> looked = Promise.promise();
        // CONFIG GET would say it too, but who rents a Redis often may not ask that.
        link.onConnected(() -> link.send(Request.cmd(Command.INFO, "memory"))
                .onSuccess(memory -> judge(keys, policy(String.valueOf(memory))))
                .onFailure(refused -> judge(keys, null))
                .onComplete(answered -> looked.tryComplete())
                .otherwiseEmpty());
        return looked.future().eventually(link::close);
    }

    static @Nullable String policy(String memory) {
        Matcher line = POLICY.matcher(memory);
        return line.find() ? line.group(1) : null;
    }

    private static void judge(Keys keys, @Nullable String policy) {
        if (policy == null) {
            LOG.atWarn()
                    .addKeyValue("shard", keys.tag())
                    .log("Redis does not say its maxmemory-policy: see that it is {}", RIGHT);
        } else if (!policy.equals(RIGHT)) {
            LOG.atWarn()
                    .addKeyValue("shard", keys.tag())
                    .log(
                            "Redis' maxmemory-policy is {}: when its memory is full it will throw away sessions and"
                                    + " messages that are not stored yet. Set it to {}",
                            policy,
                            RIGHT);
        }
    }
}
