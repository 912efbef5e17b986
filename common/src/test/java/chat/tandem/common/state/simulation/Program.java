package chat.tandem.common.state.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** A process: it may stand still, when what happens to it waits, and it may die, when nothing more does. */
abstract class Program {
    final World world;
    final String name;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean paused;
    private boolean dead;

    Program(World world, String name) {
        this.world = world;
        this.name = name;
    }

    boolean running() {
        return !paused && !dead;
    }

    boolean dead() {
        return dead;
    }

    /** Now, when it wakes, or never. */
    final void act(Runnable what) {
        if (dead) {
            return;
        }
        if (paused || !waiting.isEmpty()) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    /** A timer of its own. */
    final void in(long millis, Runnable what) {
        world.agenda.in(millis, () -> act(what));
    }

    void pause() {
        paused = true;
    }

    void wake() {
        if (paused) {
            paused = false;
            catchUp();
        }
    }

    private void catchUp() {
        world.agenda.in(0, () -> {
            if (paused || dead || waiting.isEmpty()) {
                return;
            }
            waiting.element().run();
            waiting.poll(); // or nothing, where that was its end
            catchUp();
        });
    }

    void kill() {
        dead = true;
        waiting.clear();
    }
}
