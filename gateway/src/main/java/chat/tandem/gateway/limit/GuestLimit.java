package chat.tandem.gateway.limit;

import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.meters.AdmissionMeters;
import chat.tandem.gateway.meters.AdmissionMeters.Reason;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * The limit on the guests that are made for a network, a /24 (IPv4) or /48 (IPv6). This process counts first, so that a flood costs Redis
 * nothing; then Redis counts for all gateways together. Where it does not answer, this process' own count is all there is. Used on one
 * event loop.
 */
public final class GuestLimit {
    private final AddressLimits limits;
    private final Function<String, Future<Long>> elsewhere;
    private final AdmissionMeters meters;

    /**
     * @param limits of the process
     * @param elsewhere counts for all gateways together, by a network's name: 0, or in how many milliseconds there may be a guest
     * @param meters counts those that are refused
     */
    public GuestLimit(AddressLimits limits, Function<String, Future<Long>> elsewhere, AdmissionMeters meters) {
        this.limits = limits;
        this.elsewhere = elsewhere;
        this.meters = meters;
    }

    /** Counts a guest to be made: 0, or in how many milliseconds there may be one. Never fails. */
    public Future<Long> acquire(IpAddress client) {
        if (!limits.limitsGuests(client)) {
            return Future.succeededFuture(0L);
        }
        long wait = limits.guest(client);
        Future<Long> counted = wait > 0 ? Future.succeededFuture(wait) : elsewhere.apply(client.networkDigits());
        return counted.otherwise(0L).onSuccess(answer -> {
            if (answer > 0) {
                meters.refused(Reason.GUESTS, client);
            }
        });
    }
}
