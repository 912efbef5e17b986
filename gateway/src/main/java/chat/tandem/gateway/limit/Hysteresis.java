package chat.tandem.gateway.limit;

/** A switch that goes on at one value and off only at a lower one, so that it does not flutter between the two. Used from one thread. */
final class Hysteresis {
    private final double on;
    private final double off;
    private boolean isOn;

    /**
     * A switch that is off.
     *
     * @param on goes on at this value
     * @param off goes off below this value
     */
    Hysteresis(double on, double off) {
        this.on = on;
        this.off = off;
    }

    /** Whether it is on at the newest value. */
    boolean at(double value) {
        isOn = value >= (isOn ? off : on);
        return isOn;
    }
}
