package chat.tandem.common.redis;

import static io.vertx.redis.client.Command.CLUSTER;
import static io.vertx.redis.client.Command.ROLE;
import static io.vertx.redis.client.Command.SENTINEL;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to the server that a link needs; it is asked anew for each attempt, because the server may have moved. */
sealed interface Route {

    /** Connects to the right server. */
    Future<Wire> connect(Vertx vertx, Duration timeout);

    /**
     * Notes that Redis named another server, as {@code host:port}; it is tried first, once.
     *
     * @return whether this route can lead there
     */
    default boolean moved(String hostAndPort) {
        return false;
    }

    static Route of(RedisSettings settings, LinkOptions options) {
        Seeds seeds = new Seeds(settings.urls());
        return switch (settings.mode()) {
            case STANDALONE -> new Direct(seeds);
            case SENTINEL -> new BySentinel(seeds);
            case CLUSTER -> new BySlot(seeds, Slots.of(options.key() == null ? "" : options.key()));
        };
    }

    /** The configured addresses, in turn. */
    final class Seeds {
        private final List<String> urls;
        private int next;

        Seeds(List<String> urls) {
            this.urls = urls;
        }

        String next() {
            return urls.get(Math.floorMod(next++, urls.size()));
        }

        /** The same scheme, credentials and database at another host. */
        static String at(String url, String host, int port) {
            URI uri = URI.create(url);
            String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
            String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            return uri.getScheme() + "://" + user + name + ":" + port + path;
        }
    }

    /** One server. */
    final class Direct implements Route {
        private final Seeds seeds;

        Direct(Seeds seeds) {
            this.seeds = seeds;
        }

        @Override
        public Future<Wire> connect(Vertx vertx, Duration timeout) {
            return Wire.connect(vertx, seeds.next(), timeout);
        }
    }

    /** The current primary, as a sentinel knows it; a server that says it is none is refused. */
    final class BySentinel implements Route {
        private static final String PRIMARY_NAME = "mymaster";

        private final Seeds seeds;

        BySentinel(Seeds seeds) {
            this.seeds = seeds;
        }

        @Override
        public Future<Wire> connect(Vertx vertx, Duration timeout) {
            return Wire.connect(vertx, seeds.next(), timeout)
                    .compose(sentinel -> sentinel.send(Request.cmd(SENTINEL)
                                    .arg("get-master-addr-by-name")
                                    .arg(PRIMARY_NAME))
                            .map(address -> primary(sentinel.url(), address))
                            .onComplete(asked -> sentinel.drop()))
                    .compose(url -> Wire.connect(vertx, url, timeout))
                    .compose(BySentinel::refuseReplica);
        }

        private static String primary(String url, @Nullable Response address) {
            if (address == null) {
                throw new IllegalStateException("the sentinel knows no primary " + PRIMARY_NAME);
            }
            return Seeds.at(url, address.get(0).toString(), address.get(1).toInteger());
        }

        private static Future<Wire> refuseReplica(Wire wire) {
            return wire.send(Request.cmd(ROLE))
                    .map(role -> {
                        if (role == null || !role.get(0).toString().equals("master")) {
                            throw new IllegalStateException("the sentinel named a server that is no primary");
                        }
                        return wire;
                    })
                    .onFailure(failed -> wire.drop());
        }
    }

    /** The node of a cluster that owns one slot. */
    final class BySlot implements Route {
        private final Seeds seeds;
        private final int slot;
        private @Nullable String named;
        private String lastUrl;

        BySlot(Seeds seeds, int slot) {
            this.seeds = seeds;
            this.slot = slot;
            this.lastUrl = seeds.urls.getFirst();
        }

        @Override
        public boolean moved(String hostAndPort) {
            named = hostAndPort;
            return true;
        }

        @Override
        public Future<Wire> connect(Vertx vertx, Duration timeout) {
            return Wire.connect(vertx, first(), timeout)
                    .compose(seed -> seed.send(Request.cmd(CLUSTER).arg("SLOTS"))
                            .map(slots -> Slots.owner(slots, slot, seed.url()))
                            .compose(owner -> follow(vertx, seed, owner, timeout))
                            .onFailure(failed -> seed.drop()));
        }

        private String first() {
            String target = named;
            named = null;
            if (target == null) {
                lastUrl = seeds.next();
                return lastUrl;
            }
            int colon = target.lastIndexOf(':');
            return Seeds.at(lastUrl, target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        }

        private static Future<Wire> follow(Vertx vertx, Wire seed, String owner, Duration timeout) {
            if (owner.equals(seed.url())) {
                return Future.succeededFuture(seed);
            }
            seed.drop();
            return Wire.connect(vertx, owner, timeout);
        }
    }
}
