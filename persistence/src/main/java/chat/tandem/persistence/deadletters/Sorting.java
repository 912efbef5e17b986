package chat.tandem.persistence.deadletters;

import chat.tandem.common.bus.DeadLetter;
import chat.tandem.common.bus.DeadLetters;
import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.service.ExitCode;
import java.util.concurrent.TimeoutException;

/** Does one thing to many dead letters, prints the id of each that it was done to, and counts. */
abstract class Sorting extends Errand {

    private int done;
    private int failed;

    /** Whether it was still there. */
    abstract boolean treat(DeadLetters shelf, DeadLetter letter) throws TimeoutException;

    /** Treats it; what cannot be done to one is said, and the next is tried. */
    final void visit(LetterId id, DeadLetter letter, DeadLetters shelf) throws TimeoutException {
        try {
            if (treat(shelf, letter)) {
                done++;
                System.out.println(id);
            } else {
                missing(id);
            }
        } catch (RequestTimeoutException full) {
            say(id + ": too many entries wait on " + letter.address());
        } catch (IllegalArgumentException unknown) {
            say(id + ": there is no address " + letter.address());
        }
    }

    final void missing(LetterId id) {
        say(id + ": no such dead letter");
    }

    private void say(String problem) {
        failed++;
        System.err.println("dead-letters: " + problem);
    }

    /** Says how many, on standard error, and answers the exit code. */
    final int end(String word) {
        System.err.println(done + " " + word + (failed == 0 ? "" : ", " + failed + " not"));
        return failed == 0 ? ExitCode.STOPPED : ExitCode.FAULT;
    }
}
