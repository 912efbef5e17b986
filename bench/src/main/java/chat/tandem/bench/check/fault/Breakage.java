package chat.tandem.bench.check.fault;

/** Carries faults out on a deployment. Called from one thread; both methods return when it is done. */
public interface Breakage {
    /** Does what the fault says. */
    void begin(Fault fault);

    /** Makes it good again: starts what was killed, and returns without waiting until it is ready. */
    void heal(Fault fault);
}
