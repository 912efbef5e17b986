package chat.tandem.common.state.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Leases, and everything that becomes due. */
final class Upkeep {
    private final Shard shard;

    Upkeep(Shard shard) {
        this.shard = shard;
    }

    Answer register(String gateway) {
        shard.streams.append(Streams.inbox(gateway), "registered", shard.now);
        shard.on.put(gateway, new TreeSet<>(Set.of("")));
        return extend(gateway);
    }

    /** However late: only a gateway that was marked dead or removed, or lost its inbox, needs a new id. */
    Answer renew(String gateway) {
        if (shard.gateways.getOrDefault(gateway, 0L) == 0) {
            return Answer.GONE;
        }
        if (!shard.on.containsKey(gateway) || !shard.streams.exists(Streams.inbox(gateway))) {
            shard.gateways.put(gateway, 0L);
            return Answer.GONE;
        }
        return extend(gateway);
    }

    private Answer extend(String gateway) {
        long gap = keptUp();
        shard.gateways.put(gateway, shard.now + shard.rules.lease());
        shard.lives.exact(Streams.inbox(gateway), shard.now + Rules.SHARD_LIFE);
        shard.lives.exact("on:" + gateway, shard.now + Rules.SHARD_LIFE);
        shard.lives.renewFixed(Picture.of(shard, any -> false).keys(), shard.now);
        return Answer.ok(shard.now + shard.rules.lease(), shard.online(), gap);
    }

    /**
     * Lets a chunk of a gateway's users go; the first one marks it dead, the last one removes it.
     *
     * @param own whether the gateway itself wants to stop, alive as it is
     */
    Answer reap(String gateway, boolean own) {
        Long lease = shard.gateways.get(gateway);
        if (lease == null) {
            return Answer.ok(0);
        }
        if (lease > shard.now && !own) {
            return Answer.of("alive");
        }
        shard.met(own ? "a gateway that stops" : "a dead gateway");
        TreeSet<String> held = shard.on.getOrDefault(gateway, new TreeSet<>());
        for (String user : held.stream().limit(Rules.CHUNK).toList()) {
            if (!user.isEmpty()) {
                shard.goAway(shard.person(user));
            }
        }
        if (held.size() > 1) {
            shard.met("a gateway reaped in part");
            shard.gateways.put(gateway, 0L);
            return Answer.ok(held.size() - 1);
        }
        shard.gateways.remove(gateway);
        shard.on.remove(gateway);
        shard.streams.remove(Streams.inbox(gateway));
        return Answer.ok(0);
    }

    /** Users for whom something is due, the longest due first. */
    List<String> due(int limit) {
        return Shard.upTo(shard.away, shard.now).stream().limit(limit).toList();
    }

    /** Keys that vary which the due step of a user touches. */
    Set<String> touches(String user) {
        Person person = shard.person(user);
        Set<String> keys = new TreeSet<>();
        if (person.state == Person.State.PAIRED && person.partner != null) {
            Person partner = shard.person(person.partner);
            if (!partner.isAway()) {
                keys.add(Streams.inbox(String.valueOf(partner.gateway)));
            }
            if (person.announced) {
                keys.add("log:" + person.conversation);
                keys.add("seen:" + person.conversation);
            }
        }
        return keys;
    }

    /** Is it still due? An end carried out for the other side of the same conversation moves it. */
    boolean isDue(String user) {
        return shard.away.getOrDefault(user, Long.MAX_VALUE) <= shard.now;
    }

    /** One user's due step, by the table: announce, end, give the place up, forget. */
    void expire(String user) {
        Person person = shard.person(user);
        long due = shard.away.getOrDefault(user, shard.now);
        shard.met("due " + (person.announced ? "announced" : person.state.word()));
        switch (person.state) {
            case IDLE -> {
                shard.sessions.remove(user);
                shard.recents.remove(user);
                shard.away.remove(user);
            }
            case WAITING -> {
                person.rest();
                shard.away.put(user, due + shard.rules.idleMemory());
            }
            case PAIRED -> {
                if (person.announced) {
                    shard.end(person, "expired");
                    shard.away.put(user, due + shard.rules.idleMemory());
                } else {
                    announce(person, due);
                }
            }
        }
    }

    private void announce(Person person, long due) {
        long until = due + shard.rules.grace() - Math.min(shard.rules.announceAfter(), shard.rules.grace());
        person.announced = true;
        shard.away.put(person.user, until);
        String conversation = String.valueOf(person.conversation);
        shard.tell(
                shard.person(String.valueOf(person.partner)),
                "partner-disconnected",
                conversation,
                0,
                Json.object("conversationId until", conversation, until));
    }

    /**
     * A gateway or a matcher was heard. After a silence longer than allowed every due moment moves by it, and every
     * lease where a single gateway would have been heard meanwhile; then nothing is judged too early.
     */
    private long keptUp() {
        long gap = shard.heard == null ? 0 : shard.now - shard.heard;
        shard.heard = shard.now;
        if (gap <= Rules.GAP) {
            return 0;
        }
        shard.met("a gap");
        shard.away.replaceAll((user, due) -> due + gap);
        if (5 * gap > 2 * shard.rules.lease()) {
            shard.gateways.replaceAll((gateway, lease) -> lease == 0 ? 0 : lease + gap);
        }
        return gap;
    }

    Answer tick(String holder, long length) {
        shard.blocks.values().removeIf(until -> until <= shard.now);
        if (shard.tickHolder != null) {
            return Answer.of("busy");
        }
        shard.tickHolder = holder;
        shard.lives.exact("tick-lock", shard.now + length);
        long gap = keptUp();
        shard.lives.renewFixed(Picture.of(shard, any -> false).keys(), shard.now);
        return Answer.ok(gap, lapsed());
    }

    /** Gateways whose lease is over, the longest first. */
    List<String> lapsed() {
        return Shard.upTo(shard.gateways, shard.now);
    }
}
