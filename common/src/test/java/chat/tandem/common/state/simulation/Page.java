package chat.tandem.common.state.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/** One page of a client, on one connection: what it asked, what it was told, and whether it may be told that. */
final class Page {
    private static final long PATIENCE = 3_500;

    final Client client;
    final Memory memory;
    private final String name;
    private final World world;
    private final Socket socket;
    private final Sight sight;
    private final Map<Integer, Command> unanswered = new LinkedHashMap<>();
    private int commands;
    private long askedAt;
    private boolean greeted;
    private boolean open = true;
    private boolean suspicious;

    Page(World world, Client client, Gateway gateway, Memory memory, String name) {
        this.world = world;
        this.client = client;
        this.memory = memory;
        this.name = name;
        this.sight = new Sight(world.truth, client.user, memory);
        socket = new Socket(world, this, gateway);
        world.trace.note(name + " comes to " + gateway.name);
        String last = memory.conversation();
        ask(last.isEmpty() ? new Command.Hello(null, 0) : new Command.Hello(last, memory.holeFree(last)));
    }

    Sight sight() {
        return sight;
    }

    Socket socket() {
        return socket;
    }

    boolean open() {
        return open;
    }

    boolean greeted() {
        return greeted && open;
    }

    boolean quiet() {
        return unanswered.isEmpty();
    }

    int unanswered() {
        return unanswered.size();
    }

    /** Whether it had better come again: an answer is missing, or what it was told makes no sense. */
    boolean stuck() {
        boolean silent = !unanswered.isEmpty() && world.agenda.now() - askedAt > PATIENCE;
        return silent || (suspicious && unanswered.isEmpty());
    }

    void ask(Command command) {
        if (unanswered.isEmpty()) {
            askedAt = world.agenda.now();
        }
        unanswered.put(++commands, command);
        world.trace.note(name + " asks " + command);
        socket.send(commands, command);
    }

    /** The client goes. */
    void cut() {
        if (open) {
            world.trace.note(name + " goes");
            open = false;
            socket.cut();
        }
    }

    void arrived(Frame frame) {
        if (!open) {
            return;
        }
        world.trace.note(name + " hears " + frame);
        switch (frame) {
            case Frame.Welcome welcome -> {
                unanswered.values().removeIf(command -> command instanceof Command.Hello);
                greeted = true;
                sight.welcome(welcome);
            }
            case Frame.Answer answer -> answered(answer);
            case Frame.Replaced replaced -> closed(true);
            case Frame.Closed closed -> closed(false);
            case Frame.Ended ended -> {
                suspicious = false;
                sight.ended(ended);
            }
            case Frame.Rejoined rejoined -> sight.rejoined(rejoined);
            case Frame.Event event -> {
                suspicious = suspicious && !event.name().equals("matched");
                sight.event(event);
            }
        }
    }

    private void closed(boolean replaced) {
        open = false;
        client.closed(this, replaced);
    }

    private void answered(Frame.Answer answer) {
        Command command = unanswered.remove(answer.number());
        if (command == null) {
            throw new Violation(Rule.SETTLED, name + " is answered twice: " + answer, client.user);
        }
        askedAt = world.agenda.now();
        boolean ok = answer.result().equals(Frame.Answer.OK);
        switch (command) {
            case Command.Hello hello -> cut();
            case Command.Send send -> client.answered(this, send, answer);
            case Command command_ when ok -> sight.done(command_);
            default -> sight.refused(command, answer.result());
        }
        suspicious |= sight.strange(command, answer.result());
    }
}
