package chat.tandem.bench.attack;

import java.io.IOException;

/**
 * The behaviour of one attacker. It runs on a virtual thread, over and over, until the flood is over; what it opened is
 * closed each time that it ends.
 */
@FunctionalInterface
public interface Script {
    /**
     * Attacks.
     *
     * @throws IOException when a connection ends: the attacker begins again
     */
    void attack(Attacker attacker) throws IOException;
}
