package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user: pages that come and go, and what they are used for. */
final class Client {
    final String user;
    private final World world;
    private final List<Page> pages = new ArrayList<>();
    /** By id: what was said and not been answered for good. */
    private final Map<String, Command.Send> pending = new LinkedHashMap<>();

    private final Map<String, Command.Send> said = new LinkedHashMap<>();
    private final Map<String, Frame.Answer> results = new LinkedHashMap<>();
    private Memory memory = new Memory();
    private long backAt;
    private boolean left;
    private int opened;

    Client(World world, String user) {
        this.world = world;
        this.user = user;
        world.agenda.in(world.chance.between(1, 1_500), this::think);
    }

    List<Page> open() {
        pages.removeIf(page -> !page.open());
        return pages;
    }

    boolean allAnswered() {
        return pending.isEmpty() && pages.stream().allMatch(Page::quiet);
    }

    /** Goes for good. */
    void leave() {
        left = true;
        open().forEach(Page::cut);
    }

    private void think() {
        if (left) {
            return;
        }
        if (open().isEmpty()) {
            if (world.agenda.now() >= backAt) {
                come();
            }
        } else if (world.calm()) {
            calmly(pages.getLast());
        } else {
            wildly(world.chance.of(pages));
        }
        world.agenda.in(world.calm() ? world.chance.between(300, 700) : world.chance.between(100, 900), this::think);
    }

    private void come() {
        List<Gateway> gateways = world.openGateways();
        if (!gateways.isEmpty()) {
            pages.add(new Page(world, this, world.chance.of(gateways), memory, user + "/" + ++opened));
        }
    }

    private void comeAgain() {
        open().forEach(Page::cut);
        come();
    }

    private void calmly(Page page) {
        if (page.stuck()) {
            comeAgain();
        } else if (page.greeted() && page.quiet()) {
            if (!pending.isEmpty()) {
                page.ask(pending.values().iterator().next());
            } else if (page.sight().state().equals("idle")) {
                page.ask(new Command.Join(List.of()));
            }
        }
    }

    private void wildly(Page page) {
        long chance = world.chance.between(0, 99);
        if (page.stuck() && chance < 40) {
            comeAgain();
        } else if (chance < 4) {
            open().forEach(Page::cut);
            backAt = world.agenda.now() + world.chance.between(20, world.chance.in100(25) ? 2 * Times.GRACE : 3_000);
        } else if (chance < 7) {
            memory = new Memory();
            comeAgain();
        } else if (chance < 10) {
            memory = new Memory();
            come();
        } else if (page.greeted() && page.unanswered() < 4) {
            switch (page.sight().state()) {
                case "idle" -> idle(page, chance);
                case "waiting" -> waiting(page, chance);
                default -> paired(page, chance, page.sight().conversation());
            }
        }
    }

    private void idle(Page page, long chance) {
        if (chance < 75) {
            page.ask(new Command.Join(interests()));
        } else {
            sayAgain(page);
        }
    }

    private List<String> interests() {
        return world.chance.in100(70) ? List.of() : List.of(world.chance.of(List.of("\"tea\"", "\"chess\"")));
    }

    private void waiting(Page page, long chance) {
        if (chance < 18) {
            page.ask(new Command.Join(interests()));
        } else if (chance < 24) {
            page.ask(new Command.LeaveQueue());
        } else if (chance < 35) {
            sayAgain(page);
        }
    }

    private void paired(Page page, long chance, String conversation) {
        if (conversation.isEmpty()) {
            return;
        }
        if (chance < 60) {
            Command.Send send = new Command.Send(conversation, user + "-" + (said.size() + 1));
            said.put(send.id(), send);
            pending.put(send.id(), send);
            page.ask(send);
            if (chance < 20) {
                page.ask(send);
            }
        } else if (chance < 72) {
            sayAgain(page);
        } else if (chance < 82) {
            page.ask(new Command.Next(conversation));
        } else if (chance < 88) {
            page.ask(new Command.Leave(conversation));
        } else if (chance < 93) {
            page.ask(new Command.Typing(conversation));
        } else {
            page.ask(new Command.Join(List.of()));
        }
    }

    /** The same id again, in whatever state. */
    private void sayAgain(Page page) {
        if (!said.isEmpty()) {
            page.ask(world.chance.of(List.copyOf(said.values())));
        }
    }

    void answered(Page page, Command.Send send, Frame.Answer answer) {
        if (answer.result().equals(Frame.Answer.OK)) {
            acknowledged(send, answer);
            page.memory.learn(send.conversation(), answer.sequence());
            pending.remove(send.id());
        } else if (answer.result().equals("WRONG_STATE")) {
            unless(!results.containsKey(send.id()), Rule.FIRST_RESULT, () -> user + " said " + send + " in vain", user);
            pending.remove(send.id());
        }
    }

    private void acknowledged(Command.Send send, Frame.Answer answer) {
        Said stored = world.truth.said(send.conversation() + " " + user + " " + send.id());
        unless(
                stored != null && stored.sequence() == answer.sequence() && stored.sentAt() == answer.sentAt(),
                Rule.STORED_ONCE,
                () -> user + " was told " + answer + " of " + send + ", and stored is " + stored,
                user);
        results.put(send.id(), answer);
    }

    /** A page heard that it is over. The last one comes back, unless another page took its place. */
    void closed(Page page, boolean replaced) {
        if (!replaced) {
            backAt = world.agenda.now() + world.chance.between(0, 500);
        }
    }
}
