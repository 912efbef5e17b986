package chat.tandem.gateway.limit;

import chat.tandem.common.config.RateLimit;
import chat.tandem.gateway.address.IpAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits by address within one process. Each event loop of it asks here; safe for use from all threads.
 *
 * <p>An address is an IPv4 address or an IPv6 /64, and for guests a /24 or /48. Exempt addresses have no limits.
 */
public final class AddressLimits {
    /** How many addresses have an entry of their own: some 20 MB when all have. */
    static final int ADDRESSES = 65_536;

    private final AddressLimitSettings settings;
    private final LongSupplier nanoTime;
    private final AddressTable<Usage> addresses;
    private final AddressTable<Guests> networks;

    /** @param nanoTime a monotonic clock, the same on all threads */
    public AddressLimits(AddressLimitSettings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, ADDRESSES);
    }

    AddressLimits(AddressLimitSettings settings, LongSupplier nanoTime, int most) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.addresses = new AddressTable<>(Usage::new, most, nanoTime);
        this.networks = new AddressTable<>(Guests::new, most, nanoTime);
    }

    private final class Usage implements AddressTable.Entry {
        private final Limiter handshakes;
        private final Limiter requests;
        private final long most;
        private int sessions;
        private int connections;

        Usage(int times) {
            handshakes = limiter(settings.handshakes(), times);
            requests = limiter(settings.requests(), times);
            most = (long) settings.connections() * times;
        }

        @Override
        public boolean isUnused() {
            return sessions == 0 && connections == 0 && handshakes.isFull() && requests.isFull();
        }
    }

    private final class Guests implements AddressTable.Entry {
        private final Limiter made;

        Guests(int times) {
            made = limiter(settings.guests(), times);
        }

        @Override
        public boolean isUnused() {
            return made.isFull();
        }
    }

    private Limiter limiter(RateLimit limit, int times) {
        long burst = Math.min((long) limit.burst() * times, Integer.MAX_VALUE);
        return Limiter.of(new RateLimit(limit.permitsPerSecond() * times, (int) burst), nanoTime);
    }

    /** What was taken of a limit on how many there may be at once; it is given back once. */
    public static final class Slot {
        /** Nobody's: of an address that is exempt. */
        public static final Slot FREE = new Slot(null);

        private @Nullable Runnable given;

        private Slot(@Nullable Runnable given) {
            this.given = given;
        }

        /** Gives it back; the second time does nothing. From any thread. */
        public synchronized void release() {
            if (given != null) {
                given.run();
                given = null;
            }
        }
    }

    /** Whether an address has no limits. */
    public boolean isExempt(IpAddress address) {
        return settings.exempt().contains(address);
    }

    /** Counts a handshake; 0, or in how many milliseconds there may be one. */
    public long handshake(IpAddress address) {
        return isExempt(address) ? 0 : acquire(address, true);
    }

    /** Counts an HTTP request that is none of a session's; 0, or in how many milliseconds there may be one. */
    public long request(IpAddress address) {
        return isExempt(address) ? 0 : acquire(address, false);
    }

    private synchronized long acquire(IpAddress address, boolean handshake) {
        Usage usage = addresses.of(address.host());
        return (handshake ? usage.handshakes : usage.requests).acquire();
    }

    /** A request that was counted turned out to be a session's. */
    public synchronized void giveBackRequest(IpAddress address) {
        if (!isExempt(address)) {
            addresses.of(address.host()).requests.giveBack();
        }
    }

    /** Whether the guests of an address are limited at all. */
    boolean limitsGuests(IpAddress address) {
        return !settings.guests().isOff() && !isExempt(address);
    }

    /** Counts a guest to be made, within this process; 0, or in how many milliseconds there may be one. */
    public synchronized long guest(IpAddress address) {
        return isExempt(address) ? 0 : networks.of(address.network()).made.acquire();
    }

    /** Counts a WebSocket, an event stream or a polling session; empty where there are as many as there may be. */
    public synchronized Optional<Slot> session(IpAddress address) {
        if (isExempt(address)) {
            return Optional.of(Slot.FREE);
        }
        Usage usage = addresses.of(address.host());
        if (usage.sessions >= usage.most) {
            return Optional.empty();
        }
        usage.sessions++;
        return Optional.of(new Slot(() -> endSession(usage)));
    }

    private synchronized void endSession(Usage usage) {
        usage.sessions--;
    }

    /**
     * Counts a plain HTTP connection, even where there are too many.
     *
     * @return how many there were before, as a multiple of how many there may be: 0 is within the limit
     */
    public synchronized Connection connection(IpAddress address) {
        if (isExempt(address)) {
            return new Connection(Slot.FREE, 0);
        }
        Usage usage = addresses.of(address.host());
        int before = usage.connections++;
        return new Connection(new Slot(() -> endConnection(usage)), (int) (before / usage.most));
    }

    /**
     * A plain HTTP connection that was counted.
     *
     * @param slot to be given back when it is over, or carries a session
     * @param excess 0 where it is within the limit, 1 where there are up to twice as many, and so on
     */
    public record Connection(Slot slot, int excess) {}

    private synchronized void endConnection(Usage usage) {
        usage.connections--;
    }
}
