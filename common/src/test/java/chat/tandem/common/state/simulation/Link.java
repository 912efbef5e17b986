package chat.tandem.common.state.simulation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A program's way to Redis. Its connection keeps the order both ways; when an answer takes too long, or chance wants it,
 * the connection is given up: nobody knows what became of the calls on it, and they may still arrive, late.
 */
final class Link {
    private final World world;
    private final Program program;
    private Wire wire = new Wire();

    Link(World world, Program program) {
        this.world = world;
        this.program = program;
    }

    /** The call's outcome is unknown. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("no answer", null, false, false);
        }
    }

    private record Sent(Request request, Promise<Response> answer) {}

    private record Answered(Promise<Response> answer, Response reply) {}

    Future<Response> send(Request request) {
        return wire.send(new Sent(request, Promise.promise()));
    }

    long now() {
        return world.agenda.now();
    }

    /** What is sent on the present connection arrives after so long only. */
    void stall(long millis) {
        wire.stalledUntil = now() + millis;
    }

    /** The present connection is gone. */
    void lose() {
        wire.giveUp();
    }

    private final class Wire {
        private final Deque<Sent> outgoing = new ArrayDeque<>();
        private final Deque<Answered> incoming = new ArrayDeque<>();
        private final List<Promise<Response>> open = new ArrayList<>();
        private long stalledUntil;
        private boolean lost;

        Future<Response> send(Sent sent) {
            outgoing.add(sent);
            open.add(sent.answer);
            world.agenda.in(world.chance.latency(), this::arrive);
            program.in(Times.LINK_TIMEOUT, () -> {
                if (open.contains(sent.answer)) {
                    giveUp();
                }
            });
            return sent.answer.future();
        }

        private void arrive() {
            long until = Math.max(stalledUntil, world.server.frozenUntil());
            if (until > now()) {
                world.agenda.at(until, this::arrive);
                return;
            }
            Sent sent = outgoing.poll();
            if (sent == null) {
                return;
            }
            Response reply = world.server.execute(program.name, sent.request);
            if (!lost) {
                incoming.add(new Answered(sent.answer, reply));
                world.agenda.in(world.chance.latency(), () -> program.act(this::answer));
            }
        }

        private void answer() {
            Answered answered = incoming.poll();
            if (answered != null) {
                open.remove(answered.answer);
                answered.answer.complete(answered.reply);
            }
        }

        private void giveUp() {
            if (lost) {
                return;
            }
            lost = true;
            wire = new Wire();
            incoming.clear();
            if (world.chance.in100(50)) {
                outgoing.clear();
            }
            world.trace.note(program.name + " gives its connection up, " + open.size() + " calls unanswered");
            List.copyOf(open).forEach(answer -> answer.fail(new Lost()));
        }
    }
}
