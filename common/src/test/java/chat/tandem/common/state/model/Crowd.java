package chat.tandem.common.state.model;

import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The people and gateways around a shard: what they remember, and what they do next. */
final class Crowd {
    static final int GATEWAYS = 4;
    private static final int USERS = 50;
    private static final int FEW = 6;

    /** What a user's clients remember, oldest first. */
    static final class Memory {
        final List<String> connections = new ArrayList<>();
        final List<String> conversations = new ArrayList<>();
        final List<Sending> messages = new ArrayList<>();
        final List<String> uploads = new ArrayList<>();

        static <T> void keep(List<T> list, T last) {
            list.add(last);
            if (list.size() > 8) {
                list.removeFirst();
            }
        }
    }

    final List<String> users = IntStream.range(0, USERS)
            .mapToObj(i -> "00000000-0000-4000-8000-" + String.format("%012d", i * 7919 % 1000))
            .toList();
    /** The gateway in each of the places; an old one may live on beside it in what others believe. */
    final List<String> gateways = new ArrayList<>();

    private final Shard shard;
    private final Map<String, Memory> memories = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<String, String> gatewayOf = new HashMap<>();
    private int names;

    Crowd(Shard shard) {
        this.shard = shard;
    }

    /** A new name, the same in each run of a seed. */
    String fresh(String kind) {
        return kind + "-" + names++;
    }

    String freshUuid() {
        return String.format("10000000-0000-7000-8000-%012d", names++);
    }

    <T> T anyOf(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** A user of whom this holds, in every other case one of a few, who therefore meet again; anybody where there is none. */
    String user(Random random, Predicate<Person> wanted) {
        List<String> some = random.nextBoolean() ? users : users.subList(0, FEW);
        List<String> fitting = some.stream()
                .filter(user -> shard.sessions.containsKey(user) && wanted.test(shard.person(user)))
                .toList();
        return anyOf(fitting.isEmpty() ? some : fitting, random);
    }

    Memory memory(String user) {
        return memories.computeIfAbsent(user, any -> new Memory());
    }

    /** Mostly the connection that holds the session, else one from before, or one that never was. */
    Owner owner(String user, Random random) {
        Person person = shard.sessions.get(user);
        List<String> before = memory(user).connections;
        String connection = person == null ? null : person.connection;
        if (connection == null || random.nextInt(12) == 0) {
            connection = before.isEmpty() || random.nextInt(20) == 0 ? fresh("nobody") : anyOf(before, random);
        }
        return owner(user, connection);
    }

    Owner owner(String user, String acting) {
        return owners.computeIfAbsent(acting, any -> new Owner(user, acting, new Beliefs()));
    }

    /** Mostly the conversation one is in, else one from before, or one that never was. */
    String conversation(String user, Random random) {
        Person person = shard.sessions.get(user);
        String conversation = person == null ? null : person.conversation;
        if (conversation != null && random.nextInt(10) > 0) {
            return conversation;
        }
        List<String> before = memory(random.nextInt(6) == 0 ? anyOf(users, random) : user).conversations;
        return before.isEmpty() || random.nextInt(8) == 0 ? freshUuid() : anyOf(before, random);
    }

    /** Mostly an upload of the user's own, else somebody else's, or one that never was. */
    String upload(String user, Random random) {
        List<String> before = memory(random.nextInt(8) == 0 ? anyOf(users, random) : user).uploads;
        return before.isEmpty() || random.nextInt(20) == 0 ? freshUuid() : anyOf(before, random);
    }

    void connected(String user, String connection, String gateway) {
        gatewayOf.put(connection, gateway);
        List<String> known = memory(user).connections;
        if (!known.contains(connection)) {
            Memory.keep(known, connection);
        }
    }

    String gatewayOf(String connection) {
        return gatewayOf.getOrDefault(connection, "nowhere");
    }

    /** One of the gateways, alive or not; null where there is none. */
    @Nullable
    String gateway(Random random) {
        return gateways.isEmpty() ? null : anyOf(gateways, random);
    }

    /** The highest sequence of a conversation that goes on, else 0. */
    long highest(String conversation) {
        Talk talk = shard.talks.get(conversation);
        return talk == null || talk.sequence == null ? 0 : talk.sequence;
    }

    static String named(Owner owner) {
        return owner.user() + " " + owner.connection();
    }
}
