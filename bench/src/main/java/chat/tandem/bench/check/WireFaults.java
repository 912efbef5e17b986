package chat.tandem.bench.check;

import chat.tandem.bench.check.fault.Breakage;
import chat.tandem.bench.check.fault.Fault;
import chat.tandem.bench.check.fault.Target;
import chat.tandem.bench.check.wire.Wires;

/** Carries out what befalls the connections of clients; all else it leaves to another. */
final class WireFaults implements Breakage {
    private final Wires wires;
    private final Breakage others;

    WireFaults(Wires wires, Breakage others) {
        this.wires = wires;
        this.others = others;
    }

    @Override
    public void begin(Fault fault) {
        switch (fault.kind()) {
            case CUT_CLIENTS -> wires.cutSome(fault.choice());
            case SLOW_CLIENTS -> wires.slow(true);
            case HALF_OPEN -> wires.silenceSome(fault.choice());
            default -> others.begin(fault);
        }
    }

    @Override
    public void heal(Fault fault) {
        switch (fault.kind()) {
            case SLOW_CLIENTS -> wires.slow(false);
            default -> {
                if (fault.kind().target() != Target.CLIENTS) {
                    others.heal(fault);
                }
            }
        }
    }
}
