package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.ScriptRunner;
import chat.tandem.common.state.ShardState;

/** A gateway's stay under one id, until its lease is lost or given back; lets go of sessions as the real one does. */
final class Tenure {
    private static final long PAUSE = 250;

    final String id;
    final ShardState state;
    private final Gateway gateway;
    private boolean over;

    Tenure(String id, ShardState state, Gateway gateway) {
        this.id = id;
        this.state = state;
        this.gateway = gateway;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    /** Tried until Redis has answered, or until the gateway counts as dead. */
    void letGoOf(Owner owner) {
        var unused = state.disconnect(owner.user(), owner.connection(), id)
                .map(Tenure::answered)
                .otherwise(false)
                .onSuccess(answered -> {
                    if (!answered && !over) {
                        gateway.in(PAUSE, () -> letGoOf(owner));
                    }
                });
    }

    /** It is not known whether the session was taken: a call may be stuck on its way. */
    void letGoOfUnknown(Owner owner) {
        letGoOf(owner);
        gateway.in(ScriptRunner.BUDGET_MILLIS + PAUSE, () -> letGoOf(owner));
    }

    private static boolean answered(Outcome<?> outcome) {
        return !(outcome instanceof Outcome.Refused<?>(var refusal)
                && (refusal.kind() == Refusal.Kind.UNAVAILABLE || refusal.kind() == Refusal.Kind.LATE));
    }
}
