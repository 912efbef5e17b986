package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import chat.tandem.common.state.Owner;
import chat.tandem.common.state.simulation.Picture.Held;
import java.util.List;
import java.util.Set;

/** What must come true in the end. */
final class EndRules {
    /** The bus, and what ends by itself. */
    private static final Set<String> LEFT =
            Set.of("messages", "messages-bytes", "events", "matcher", "tick", "tick-lock");

    private static final Set<String> EVERLASTING = Set.of("messages", "messages-bytes", "events", "tick-lock");

    private EndRules() {}

    /** All is well for a while: everybody is here, knows what is true, and is in a conversation if there is anybody. */
    static void settled(World world) {
        Picture shard = world.server.picture();
        for (Client client : world.clients()) {
            List<Page> pages = client.open();
            unless(pages.size() == 1, Rule.SETTLED, () -> client.user + " has " + pages.size() + " pages", client.user);
            settled(shard, client, pages.getFirst());
        }
        List<String> waiting = shard.sessions().entrySet().stream()
                .filter(session -> session.getValue().waiting())
                .map(java.util.Map.Entry::getKey)
                .toList();
        unless(
                waiting.size() < 2,
                Rule.NOBODY_WAITS_BESIDE,
                () -> "still waiting: " + waiting,
                waiting.toArray(String[]::new));
    }

    private static void settled(Picture shard, Client client, Page page) {
        String user = client.user;
        Held held = shard.of(user);
        Owner owner = page.socket().session().owner();
        unless(
                page.greeted() && owner != null && held.connection().equals(owner.connection()),
                Rule.SETTLED,
                () -> user + " is " + held + ", not " + owner,
                user);
        Sight sight = page.sight();
        unless(
                sight.state().equals(held.state()) && sight.conversation().equals(held.conversation()),
                Rule.SETTLED,
                () -> user + " believes to be " + sight.state() + " in '" + sight.conversation() + "', and is " + held,
                user);
        unless(
                client.allAnswered() && !held.state().equals("idle"),
                Rule.SETTLED,
                () -> user + " is not done: " + held,
                user);
        Picture.Counted counted = shard.conversations().get(held.conversation());
        unless(
                counted == null || page.memory.holeFree(held.conversation()) == counted.sequence(),
                Rule.SEEN_ONCE,
                () -> user + " has seen " + page.memory.holeFree(held.conversation()) + " of " + counted,
                user);
    }

    /** Nobody is there: nothing is left but the bus, and what will end by itself. */
    static void empty(World world) {
        for (String key : world.server.keys()) {
            String name = key.substring(key.indexOf(':') + 1);
            boolean mayStay = LEFT.contains(name) || name.startsWith("log:") || name.startsWith("seen:");
            unless(mayStay, Rule.NOTHING_LINGERS, () -> key + " is left: " + world.server.picture());
            unless(
                    EVERLASTING.contains(name) || world.server.remaining(key) > 0,
                    Rule.NOTHING_LINGERS,
                    () -> key + " would stay for ever");
        }
    }
}
