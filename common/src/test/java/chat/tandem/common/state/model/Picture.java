package chat.tandem.common.state.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything a shard holds, as text: each key (without the shard's tag) with its content as a map, a list or a set.
 *
 * @param contents only keys that exist
 */
record Picture(Map<String, Object> contents) {

    Set<String> keys() {
        return contents.keySet();
    }

    /** The model's, with every log and result in full. */
    static Picture of(Shard shard) {
        return of(shard, any -> true);
    }

    /**
     * The model's.
     *
     * @param inFull whether a conversation's log and results are shown; else only how many there are
     */
    static Picture of(Shard shard, Predicate<String> inFull) {
        Map<String, Object> contents = new TreeMap<>();
        put(contents, "sessions", sessions(shard));
        put(contents, "queue", texts(shard.queue));
        Map<String, String> interests = new TreeMap<>();
        shard.interestMembers().forEach(member -> interests.put(member, "0"));
        put(contents, "interests", interests);
        put(contents, "blocks", texts(shard.blocks));
        put(contents, "recents", recents(shard));
        put(contents, "away", texts(shard.away));
        put(contents, "gateways", texts(shard.gateways));
        Set<String> online = new TreeSet<>();
        shard.sessions.values().stream().filter(person -> !person.isAway()).forEach(person -> online.add(person.user));
        if (!online.isEmpty()) {
            contents.put("online", online);
        }
        shard.on.forEach((gateway, users) -> contents.put("on:" + gateway, users));
        if (shard.heard != null) {
            contents.put("tick", String.valueOf(shard.heard));
        }
        if (shard.tickHolder != null) {
            contents.put("tick-lock", shard.tickHolder);
        }
        shard.streams.show(contents::put);
        if (shard.waitingBytes() > 0) {
            contents.put("messages-bytes", String.valueOf(shard.waitingBytes()));
        }
        talks(shard, inFull, contents);
        shard.uploads.show(contents::put);
        return new Picture(contents);
    }

    private static void put(Map<String, Object> contents, String key, Map<String, ?> content) {
        if (!content.isEmpty()) {
            contents.put(key, content);
        }
    }

    private static Map<String, String> texts(Map<String, Long> numbers) {
        Map<String, String> texts = new TreeMap<>();
        numbers.forEach((name, number) -> texts.put(name, String.valueOf(number)));
        return texts;
    }

    private static Map<String, String> recents(Shard shard) {
        Map<String, String> recents = new TreeMap<>();
        shard.recents.forEach((user, row) -> recents.put(
                user,
                row.entrySet().stream()
                        .map(one -> Json.hash(one.getKey()) + " " + one.getValue())
                        .collect(Collectors.joining(","))));
        return recents;
    }

    private static void talks(Shard shard, Predicate<String> inFull, Map<String, Object> contents) {
        Map<String, String> conversations = new TreeMap<>();
        for (Talk talk : shard.talks.values()) {
            if (talk.sequence != null) {
                conversations.put(talk.conversation, String.valueOf(talk.sequence));
            }
            boolean full = inFull.test(talk.conversation);
            if (!talk.log.isEmpty()) {
                contents.put("log:" + talk.conversation, full ? List.copyOf(talk.log) : brief(talk.log));
            }
            if (!talk.seen.isEmpty()) {
                Map<String, String> seen = new TreeMap<>();
                talk.seen.forEach((field, first) -> seen.put(field, first.sequence() + ":" + first.sentAt()));
                contents.put("seen:" + talk.conversation, full ? seen : String.valueOf(seen.size()));
            }
        }
        put(contents, "conversations", conversations);
    }

    private static List<String> brief(List<String> log) {
        return List.of(String.valueOf(log.size()), log.getFirst(), log.getLast());
    }

    private static Map<String, Map<String, String>> sessions(Shard shard) {
        Map<String, Map<String, String>> sessions = new TreeMap<>();
        shard.sessions.forEach((user, person) -> sessions.put(user, fields(person)));
        return sessions;
    }

    private static Map<String, String> fields(Person person) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("state", person.state.word());
        text(fields, "gateway", person.gateway);
        text(fields, "connection", person.connection);
        text(fields, "conversation", person.conversation);
        text(fields, "partner", person.partner);
        text(fields, "recent", person.recent);
        text(fields, "last", person.last);
        text(fields, "lastReason", person.lastReason);
        text(fields, "told", person.told);
        text(fields, "name", person.name);
        text(fields, "announced", person.announced ? "true" : null);
        text(fields, "interests", person.interests.isEmpty() ? null : person.interests.toString());
        number(fields, "since", person.since);
        number(fields, "read", person.read);
        number(fields, "messageBucket", person.messages.fullAt());
        number(fields, "byteBucket", person.bytes.fullAt());
        text(fields, "logBytes", person.logBytes == null ? null : person.logBytes.toString());
        number(fields, "joinBucket", person.joins.fullAt());
        return fields;
    }

    private static void text(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void number(Map<String, String> fields, String name, long value) {
        if (value != 0) {
            fields.put(name, String.valueOf(value));
        }
    }

    /** What differs, one line each: the path, then what this picture and the other say. */
    List<String> differences(Picture other) {
        List<String> lines = new ArrayList<>();
        compare("", contents, other.contents, lines);
        return lines;
    }

    private static void compare(String path, @Nullable Object here, @Nullable Object there, List<String> lines) {
        if (here != null && here.equals(there)) {
            return;
        }
        if (here instanceof Map<?, ?> one && there instanceof Map<?, ?> two) {
            Set<Object> names = new TreeSet<>(one.keySet());
            names.addAll(two.keySet());
            names.forEach(name -> compare(path + "/" + name, one.get(name), two.get(name), lines));
        } else if (here instanceof List<?> one && there instanceof List<?> two) {
            for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
                compare(
                        path + "[" + i + "]",
                        i < one.size() ? one.get(i) : null,
                        i < two.size() ? two.get(i) : null,
                        lines);
            }
        } else if (here != null || there != null) {
            lines.add(path + ": model " + here + ", Redis " + there);
        }
    }
}
