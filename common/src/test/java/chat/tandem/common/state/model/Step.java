package chat.tandem.common.state.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One step of a run: what is done, and the seed of all its details, which are then chosen from what the model holds. So a
 * step means something in any state, and steps can be left out of a run to make it shorter.
 */
record Step(Kind kind, long seed) {

    /** What is done, and how often among a thousand. */
    enum Kind {
        CONNECT(120),
        DISCONNECT(55),
        JOIN(110),
        LEAVE_QUEUE(15),
        NEXT(35),
        SEND(170),
        SEND_AGAIN(45),
        TYPING(25),
        READ(40),
        LEAVE(15),
        REQUEST_UPLOAD(30),
        COMPLETE_UPLOAD(30),
        PAIR(110),
        EXPIRE(70),
        REAP(35),
        TICK(60),
        SWEEP(10),
        REGISTER(40),
        RENEW(70),
        DEREGISTER(2),
        REUNION(3),
        LOSE_INBOX(1),
        BLOCK(10),
        READ_INBOX(60),
        STORE(25),
        WAIT_SECONDS(14),
        WAIT_MINUTES(4),
        WAIT_AN_HOUR(1),
        SILENCE(0.3);

        private final double weight;

        Kind(double weight) {
            this.weight = weight;
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final double WEIGHTS =
            KINDS.stream().mapToDouble(kind -> kind.weight).sum();

    static Step draw(Random random) {
        double at = random.nextDouble() * WEIGHTS;
        for (Kind kind : KINDS) {
            at -= kind.weight;
            if (at < 0) {
                return new Step(kind, random.nextLong());
            }
        }
        return new Step(Kind.PAIR, random.nextLong());
    }

    /** The steps of a seed. */
    static List<Step> draw(long seed, int count) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(draw(random));
        }
        return steps;
    }

    /** For its details. */
    Random random() {
        return new Random(seed);
    }
}
