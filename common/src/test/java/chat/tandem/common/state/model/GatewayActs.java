package chat.tandem.common.state.model;

import chat.tandem.common.state.Lease;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Random;

/** What gateways do for themselves. */
final class GatewayActs {
    private final World world;
    private final Crowd crowd;
    private final Shard shard;

    GatewayActs(World world) {
        this.world = world;
        crowd = world.crowd;
        shard = world.shard;
    }

    /** A gateway starts in a free place, or one that found itself dead comes back under a new id. */
    void register(Random random) {
        if (crowd.gateways.size() == Crowd.GATEWAYS) {
            int place = random.nextInt(Crowd.GATEWAYS);
            if (shard.gateways.getOrDefault(crowd.gateways.get(place), 0L) > 0) {
                return;
            }
            crowd.gateways.remove(place);
        }
        String gateway = crowd.fresh("gateway");
        world.bothEvenLate(
                random,
                "register " + gateway,
                () -> world.state.register(gateway).map(outcome -> Answer.of(outcome, GatewayActs::lease)),
                () -> world.upkeepModel.register(gateway));
        crowd.gateways.add(gateway);
    }

    /** Each on its own, or all in a row, as when nothing is wrong. */
    void renew(Random random) {
        List<String> all = random.nextInt(3) > 0
                ? List.copyOf(crowd.gateways)
                : crowd.gateways.isEmpty() ? List.of() : List.of(crowd.anyOf(crowd.gateways, random));
        for (String gateway : all) {
            world.bothEvenLate(
                    random,
                    "renew " + gateway,
                    () -> world.state.renew(gateway).map(outcome -> Answer.of(outcome, GatewayActs::lease)),
                    () -> world.upkeepModel.renew(gateway));
        }
    }

    private static Answer lease(Lease lease) {
        return Answer.ok(lease.until(), lease.online(), lease.gapMillis());
    }

    void deregister(Random random) {
        if (crowd.gateways.isEmpty()) {
            return;
        }
        String gateway = crowd.anyOf(crowd.gateways, random);
        world.bothEvenLate(
                random,
                "deregister " + gateway,
                () -> world.state.deregister(gateway).map(outcome -> Answer.of(outcome, Answer::ok)),
                () -> world.upkeepModel.reap(gateway, true));
        if (!shard.gateways.containsKey(gateway)) {
            crowd.gateways.remove(gateway);
        }
    }

    /** A gateway reads its inbox and trims what it read. */
    void readInbox(Random random) {
        for (String gateway : List.copyOf(shard.on.keySet())) {
            if (shard.streams.exists(Streams.inbox(gateway)) && random.nextInt(4) > 0) {
                world.note("reads its inbox: " + gateway);
                world.real.send(Command.XTRIM, world.keys.inbox(gateway), "MAXLEN", 0);
                shard.streams.trim(Streams.inbox(gateway));
            }
        }
    }

    /** An inbox is lost; the gateway counts as overrun. */
    void loseInbox(Random random) {
        String gateway = crowd.gateway(random);
        if (gateway != null) {
            world.note("loses its inbox: " + gateway);
            world.real.send(Command.DEL, world.keys.inbox(gateway));
            shard.streams.remove(Streams.inbox(gateway));
        }
    }
}
