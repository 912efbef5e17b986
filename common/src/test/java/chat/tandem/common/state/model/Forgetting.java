package chat.tandem.common.state.model;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Redis may forget, and the model then forgets too: keys whose time is over, and results beyond the newest. */
final class Forgetting {
    private final Shard shard;

    Forgetting(Shard shard) {
        this.shard = shard;
    }

    void adopt(Picture is, Set<String> existing) {
        for (Talk talk : List.copyOf(shard.talks.values())) {
            if (over("log:" + talk.conversation, existing)) {
                talk.log.clear();
            }
            if (over("seen:" + talk.conversation, existing)) {
                talk.seen.clear();
            }
            if (is.contents().get("seen:" + talk.conversation) instanceof Map<?, ?> seen) {
                forgetResults(talk, seen);
            }
            if (talk.sequence == null && talk.log.isEmpty() && talk.seen.isEmpty()) {
                shard.talks.remove(talk.conversation);
            }
        }
        shard.uploads.forget(key -> over(key, existing));
        if (shard.tickHolder != null && over("tick-lock", existing)) {
            shard.tickHolder = null;
        }
    }

    private boolean over(String key, Set<String> existing) {
        return !existing.contains(key) && shard.lives.mayHaveEnded(key, shard.now);
    }

    private void forgetResults(Talk talk, Map<?, ?> seen) {
        if (seen.size() >= 4 * shard.rules.seen()) {
            throw new Difference("seen:" + talk.conversation + " grew to " + seen.size());
        }
        Set<String> needed = talk.newest(shard.rules.seen());
        Iterator<String> fields = talk.seen.keySet().iterator();
        while (fields.hasNext()) {
            String field = fields.next();
            if (!seen.containsKey(field) && !needed.contains(field)) {
                fields.remove();
            }
        }
    }

    /** Nobody renewed anything for longer than a shard lives: only the bus's own streams are left, and uploads. */
    void everything() {
        shard.sessions.clear();
        shard.talks.clear();
        shard.queue.clear();
        shard.blocks.clear();
        shard.recents.clear();
        shard.away.clear();
        shard.gateways.clear();
        shard.on.clear();
        shard.streams.removeAllButTheBus();
        shard.heard = null;
        shard.tickHolder = null;
    }
}
