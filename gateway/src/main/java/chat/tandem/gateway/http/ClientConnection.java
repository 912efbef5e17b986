package chat.tandem.gateway.http;

import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.limit.AddressLimits.Slot;
import chat.tandem.gateway.limit.FloodGuard;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection of a client, or of a proxy that carries requests of many. It knows whose request it carries, which limits it counts
 * towards, and by when something has to happen. Used on its event loop.
 */
public final class ClientConnection {
    private static final AttributeKey<ClientConnection> KEY = AttributeKey.valueOf(ClientConnection.class.getName());

    private final Vertx vertx;
    private final Channel channel;
    private final IpAddress peer;
    private final boolean proxy;
    private IpAddress client;
    private Slot plain = Slot.FREE;
    private @Nullable Slot session;
    private @Nullable ProtocolError refusal;
    private @Nullable FloodGuard flood;
    private @Nullable Long deadline;
    private Standing standing = Standing.WANTED;
    private boolean lasting;
    private boolean served;

    /** Whether a connection may be there. */
    enum Standing {
        /** It may. */
        WANTED,
        /** It came while the process was overloaded. */
        UNTIMELY,
        /** Its address had as many before. */
        EXCESSIVE
    }

    /**
     * A connection that was just accepted.
     *
     * @param peer who is at its other end
     * @param proxy whether that is a trusted proxy
     */
    ClientConnection(Vertx vertx, HttpConnection connection, IpAddress peer, boolean proxy) {
        this.vertx = vertx;
        this.channel = channel(connection);
        this.peer = peer;
        this.proxy = proxy;
        this.client = peer;
        channel.attr(KEY).set(this);
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel(); // Internal to Vert.x: there is no other way to it.
    }

    /** The connection that a request came over. */
    public static ClientConnection of(HttpConnection connection) {
        return Objects.requireNonNull(channel(connection).attr(KEY).get(), "it did not come through the front door");
    }

    Channel channel() {
        return channel;
    }

    IpAddress peer() {
        return peer;
    }

    boolean isProxy() {
        return proxy;
    }

    /** The address of the client whose request is being served, or whose session the connection carries. */
    public IpAddress client() {
        return client;
    }

    /** From now on the connection carries a request of this client. */
    void serves(IpAddress address) {
        client = address;
    }

    /** What the request being served is to be answered with; null where it goes on. */
    @Nullable
    ProtocolError refusal() {
        return refusal;
    }

    void refuse(@Nullable ProtocolError error) {
        refusal = error;
    }

    Standing standing() {
        return standing;
    }

    void stands(Standing verdict) {
        standing = verdict;
    }

    /** Whether no request of it was served yet. */
    boolean isNew() {
        return !served;
    }

    /** A request of it is let in. */
    void served() {
        served = true;
    }

    /** Counts a request that was refused because of a limit, and says whether it is one too many. */
    boolean isFlooded() {
        flood = flood == null ? new FloodGuard(System::nanoTime) : flood;
        return !proxy && flood.refused();
    }

    /** What it holds as a plain HTTP connection. */
    void plain(Slot slot) {
        plain.release();
        plain = slot;
    }

    /** The request being served opens a session, which ends with the response unless somebody {@linkplain #keepSession keeps} it. */
    void opens(Slot slot) {
        session = slot;
    }

    /**
     * Takes the session that the request being served has opened over, because it outlives the response.
     *
     * @return what is to be run when the session is over; from any thread
     */
    public Runnable keepSession() {
        Slot kept = session == null ? Slot.FREE : session;
        session = null;
        return kept::release;
    }

    /** The response is an event stream: the connection is a session's for as long as that lasts. */
    void streams() {
        lasting = true;
        plain(Slot.FREE);
    }

    /** Ends what the request that was served had opened; true where the connection has become a plain one again. */
    boolean responded() {
        boolean again = lasting;
        lasting = false;
        endSession();
        return again;
    }

    private void endSession() {
        if (session != null) {
            session.release();
            session = null;
        }
    }

    /** The connection carries no HTTP any more, and lasts as long as its session. */
    void upgraded() {
        disarm();
        plain(Slot.FREE);
    }

    /** The connection is no more. */
    void closed() {
        upgraded();
        endSession();
    }

    /** Closes the connection unless something happens within this time. */
    void expectWithin(long millis) {
        disarm();
        deadline = vertx.setTimer(millis, timer -> {
            deadline = null;
            close();
        });
    }

    /** Nothing has to happen any more. */
    void disarm() {
        if (deadline != null) {
            vertx.cancelTimer(deadline);
            deadline = null;
        }
    }

    /** Closes it at once; from any thread. */
    void close() {
        var unused = channel.close();
    }

    /** Closes it when the client has got what was written. */
    void closeAfterwards() {
        var unused = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
