package chat.tandem.bench.check.judge;

/** A promise that can be checked afterwards. */
public interface Rule {
    /** Looks at everything, and tells what breaks the promise. */
    void check(Evidence evidence, Findings findings);
}
