package chat.tandem.gateway.http;

import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.ClientAddresses;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.http.ClientConnection.Standing;
import chat.tandem.gateway.limit.AddressLimits;
import chat.tandem.gateway.limit.AddressLimits.Slot;
import chat.tandem.gateway.meters.AdmissionMeters.Reason;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which connections and requests of one event loop are let in: by the limits of their addresses, by how many connections the
 * process may hold, and by whether it is overloaded.
 */
final class Gate {
    /** When to come back where a limit on how many there may be at once is reached, or the process is full. */
    private static final long RETRY_AFTER_MILLIS = 1_000;

    private final SharedLimits limits;
    private final ClientAddresses addresses;
    private final Predicate<HttpServerRequest> known;

    /** @param known whether the session that a request says it belongs to is open in this process */
    Gate(SharedLimits limits, Predicate<HttpServerRequest> known) {
        this.limits = limits;
        this.addresses = new ClientAddresses(limits.proxies().trusted());
        this.known = known;
    }

    /** Whether the other end of a connection may connect at all. */
    boolean mayConnect(HttpConnection connection) {
        return !limits.proxies().proxyProtocol()
                || addresses.isProxy(ClientAddresses.of(connection.remoteAddress(true)));
    }

    /** The other end of a connection, as the PROXY header says, where there is one. */
    IpAddress peer(HttpConnection connection) {
        return ClientAddresses.of(connection.remoteAddress());
    }

    boolean isProxy(IpAddress peer) {
        return addresses.isProxy(peer);
    }

    /** Counts a connection in; false where it is to be closed at once. */
    boolean opened(ClientConnection connection) {
        limits.connections().entered();
        int excess = count(connection);
        if (limits.connections().isFarExceeded()) {
            limits.meters().refused(Reason.FULL, connection.peer());
            return false;
        }
        if (excess > 1) {
            limits.meters().refused(Reason.CONNECTIONS, connection.peer());
            return false;
        }
        connection.stands(
                limits.overload().isOn() ? Standing.UNTIMELY : excess > 0 ? Standing.EXCESSIVE : Standing.WANTED);
        return true;
    }

    /** Counts a connection towards its address; as {@link AddressLimits.Connection#excess}. */
    int count(ClientConnection connection) {
        if (connection.isProxy()) {
            return 0;
        }
        AddressLimits.Connection counted = limits.addresses().connection(connection.peer());
        connection.plain(counted.slot());
        return counted.excess();
    }

    /** A request's head is complete: the error that it is to be answered with, or null where it goes on. */
    @Nullable
    ProtocolError requested(HttpServerRequest request, ClientConnection connection) {
        connection.serves(addresses.of(request));
        if (addresses.isIgnored(request)) {
            limits.meters().forwardedIgnored(connection.peer());
        }
        RequestKind kind = RequestKind.of(request);
        boolean inSession = kind == RequestKind.SESSION && known.test(request);
        Reason reason = unwanted(connection, kind, inSession);
        if (reason != null) {
            if (reason == Reason.FULL) {
                connection.stands(Standing.UNTIMELY);
            }
            return refused(reason, connection, ProtocolError.unavailable(RETRY_AFTER_MILLIS));
        }
        connection.served();
        if (connection.standing() == Standing.EXCESSIVE && kind == RequestKind.PLAIN) {
            return refused(Reason.CONNECTIONS, connection, ProtocolError.rateLimited(RETRY_AFTER_MILLIS));
        }
        connection.stands(connection.standing() == Standing.UNTIMELY ? Standing.WANTED : connection.standing());
        return inSession ? null : counted(kind, connection);
    }

    private @Nullable Reason unwanted(ClientConnection connection, RequestKind kind, boolean inSession) {
        if (connection.isNew() && limits.connections().isExceeded()) {
            return Reason.FULL;
        }
        boolean newcomer = kind == RequestKind.HANDSHAKE || (connection.standing() == Standing.UNTIMELY && !inSession);
        return newcomer && limits.overload().isOn() ? Reason.OVERLOAD : null;
    }

    private @Nullable ProtocolError counted(RequestKind kind, ClientConnection connection) {
        boolean handshake = kind == RequestKind.HANDSHAKE;
        IpAddress client = connection.client();
        long wait = handshake
                ? limits.addresses().handshake(client)
                : limits.addresses().request(client);
        if (wait > 0) {
            Reason reason = handshake ? Reason.HANDSHAKES : Reason.REQUESTS;
            return refused(reason, connection, ProtocolError.rateLimited(wait));
        }
        return handshake ? session(connection) : null;
    }

    private @Nullable ProtocolError session(ClientConnection connection) {
        Optional<Slot> slot = limits.addresses().session(connection.client());
        if (slot.isEmpty()) {
            return refused(Reason.CONNECTIONS, connection, ProtocolError.rateLimited(RETRY_AFTER_MILLIS));
        }
        connection.opens(slot.get());
        return null;
    }

    private ProtocolError refused(Reason reason, ClientConnection connection, ProtocolError error) {
        limits.meters().refused(reason, connection.client());
        return error;
    }

    /** Whether a request says that it belongs to a session, which is not open in this process. */
    boolean isElsewhere(HttpServerRequest request) {
        return RequestKind.of(request) == RequestKind.SESSION && !known.test(request);
    }

    /** A request of a session of another process was counted as one of none, and is not to be. */
    void belongedElsewhere(ClientConnection connection) {
        limits.addresses().giveBackRequest(connection.client());
    }
}
