package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.CloseReason;
import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.EngineIoSocket;
import chat.tandem.socketio.engine.EngineIoTransport;
import chat.tandem.socketio.engine.Handshake;
import chat.tandem.socketio.engine.TrafficLimit;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session: one client, whatever transport it uses at the moment. Its state changes on its {@link Home} only. */
public final class EngineSession implements EngineIoSocket, SocketTransport.Listener {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final String id;
    private final Handshake handshake;
    private final Home home;
    private final Vertx vertx;
    private final EngineIoOptions options;
    private final TrafficLimit limit;
    private final Consumer<EngineSession> ended;
    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final Delivery delivery;
    private volatile State state = State.OPEN;
    private volatile Transport transport;
    private volatile int maxPayload;
    private @Nullable Upgrade upgrade;
    private Handler<CloseReason> onClose = reason -> {};

    /** A session that polls, until {@link #startOn} says otherwise. */
    EngineSession(
            String id,
            Handshake handshake,
            Home home,
            Vertx vertx,
            EngineIoOptions options,
            TrafficLimit limit,
            Consumer<EngineSession> ended) {
        this.id = id;
        this.handshake = handshake;
        this.home = home;
        this.vertx = vertx;
        this.options = options;
        this.limit = limit;
        this.ended = ended;
        this.maxPayload = options.getMaxPayload();
        this.delivery = new Delivery(home);
        this.outbox = new Outbox(options.getMaxBufferedBytes());
        this.transport = new PollingTransport(this);
        this.heartbeat =
                new Heartbeat(vertx, options, () -> send(List.of(Packet.PING)), () -> drop(CloseReason.PING_TIMEOUT));
    }

    /** Makes a WebSocket the first transport. */
    void startOn(SocketTransport webSocket) {
        webSocket.listener(this);
        transport = webSocket;
    }

    /** Puts the greeting first in line and starts the heartbeat. */
    void start() {
        boolean canUpgrade = options.isUpgradesAllowed()
                && transport.kind() == EngineIoTransport.POLLING
                && options.getTransports().contains(EngineIoTransport.WEBSOCKET);
        JsonObject greeting = new JsonObject()
                .put("sid", id)
                .put("upgrades", canUpgrade ? JsonArray.of("websocket") : new JsonArray())
                .put("pingInterval", options.getPingInterval().toMillis())
                .put("pingTimeout", options.getPingTimeout().toMillis())
                .put("maxPayload", options.getMaxPayload());
        send(List.of(new Packet.Text("0" + greeting.encode())));
        heartbeat.start();
    }

    /** The largest body and the largest message that is taken at the moment. */
    int maxPayload() {
        return maxPayload;
    }

    /** Takes less than the options say, or as much again. */
    public void setMaxPayload(int bytes) {
        maxPayload = Math.min(bytes, options.getMaxPayload());
    }

    @Override
    public TrafficLimit trafficLimit() {
        return limit;
    }

    /** Counts something that brings no message. False: it is to be dropped, and the session may be over. */
    public boolean takesOverhead() {
        if (state != State.OPEN) {
            return false;
        }
        return switch (limit.onOverhead()) {
            case TAKE -> true;
            case DROP -> false;
            case CLOSE -> {
                drop(CloseReason.TRANSPORT_ERROR);
                yield false;
            }
        };
    }

    @Override
    public boolean onOverhead() {
        return takesOverhead();
    }

    /** Where everything of this session happens. */
    public Home home() {
        return home;
    }

    /** Hands a request to the polling transport, on the session's home; refuses it where polling is over, or the session. */
    void polling(Exchange exchange, Consumer<PollingTransport> use) {
        home.run(() -> {
            if (heartbeat.isOverdue()) {
                drop(CloseReason.PING_TIMEOUT);
            }
            if (state == State.CLOSED) {
                exchange.refuse(EngineError.UNKNOWN_SID);
            } else if (transport instanceof PollingTransport polling) {
                use.accept(polling);
            } else {
                exchange.refuse(EngineError.BAD_REQUEST);
            }
        });
    }

    /** Runs a task here after a delay in milliseconds. */
    void later(long delay, Runnable task) {
        vertx.setTimer(delay, id -> task.run());
    }

    boolean isReceiving() {
        return state == State.OPEN;
    }

    /** A further WebSocket came for this session. */
    void offer(SocketTransport webSocket) {
        boolean canUpgrade = state == State.OPEN && upgrade == null && transport.kind() == EngineIoTransport.POLLING;
        if (!canUpgrade || !options.isUpgradesAllowed() || !takesOverhead()) {
            webSocket.drop(Packet.CLOSE);
        } else {
            upgrade = new Upgrade(this, webSocket, vertx, options.getUpgradeTimeout());
        }
    }

    void stayPolling(Upgrade attempt) {
        if (upgrade == attempt) {
            upgrade = null;
        }
    }

    void moveTo(SocketTransport webSocket) {
        upgrade = null;
        if (transport instanceof PollingTransport polling) {
            polling.retire();
        }
        startOn(webSocket);
        if (delivery.isPaused()) {
            webSocket.pause();
        }
        flush();
    }

    /** Ends a poll that waits, so that the client can move. */
    void releasePoll() {
        if (state == State.OPEN && transport instanceof PollingTransport polling) {
            polling.write(List.of(Packet.NOOP));
        }
    }

    /** Takes a packet from the client. */
    void receive(Inbound packet) {
        if (state == State.CLOSING && packet instanceof Inbound.Close) {
            end(CloseReason.FORCED_CLOSE, Packet.NOOP);
        }
        if (state != State.OPEN || (isOverhead(packet) && !takesOverhead())) {
            return;
        }
        heartbeat.seen();
        switch (packet) {
            case Inbound.Message message -> delivery.text(message);
            case Inbound.Binary message -> delivery.binary(message);
            case Inbound.Pong() -> heartbeat.answered();
            case Inbound.Close() -> end(CloseReason.TRANSPORT_CLOSE, Packet.NOOP);
            case Inbound.Ping() -> drop(CloseReason.TRANSPORT_ERROR);
            case Inbound.Probe() -> drop(CloseReason.TRANSPORT_ERROR);
            case Inbound.Malformed() -> drop(CloseReason.PARSE_ERROR);
            case Inbound.Oversized() -> dropOversized();
            case Inbound.Upgrade() -> {}
            case Inbound.Ignored() -> {}
        }
    }

    private static boolean isOverhead(Inbound packet) {
        return packet instanceof Inbound.Pong || packet instanceof Inbound.Ignored || packet instanceof Inbound.Upgrade;
    }

    private void dropOversized() {
        if (transport instanceof SocketTransport webSocket) {
            webSocket.dropOversized();
        }
        drop(CloseReason.TRANSPORT_ERROR);
    }

    @Override
    public void onPacket(Inbound packet) {
        receive(packet);
    }

    @Override
    public void onWritable() {
        flush();
    }

    @Override
    public void onClosed() {
        drop(CloseReason.TRANSPORT_CLOSE);
    }

    /** Ends the session at once. */
    public void drop(CloseReason reason) {
        end(reason, Packet.CLOSE);
    }

    private void end(CloseReason reason, Packet farewell) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        heartbeat.stop();
        outbox.close();
        delivery.stop();
        if (upgrade != null) {
            upgrade.abandon();
        }
        transport.drop(farewell);
        limit.onClosed();
        ended.accept(this);
        home.context().dispatch(reason, onClose);
    }

    /** Puts packets in line, together; {@link #flush} must follow. May be called from any thread. */
    public void enqueue(List<? extends Packet> packets) {
        if (!outbox.offer(packets)) {
            home.context().runOnContext(nothing -> drop(CloseReason.TRANSPORT_ERROR));
        }
    }

    /** Sends what waits, as far as the transport takes it. May be called from any thread. */
    public void flush() {
        if (home.isHere()) {
            flushHere();
        } else if (flushing.compareAndSet(false, true)) {
            home.run(() -> {
                flushing.set(false);
                flushHere();
            });
        }
    }

    private void flushHere() {
        if (state == State.CLOSED || !transport.isWritable()) {
            return;
        }
        List<Packet> packets = outbox.take(transport.batch());
        if (state == State.CLOSING && outbox.isEmpty()) {
            transport.writeLast(packets);
            drop(CloseReason.FORCED_CLOSE);
        } else if (!packets.isEmpty()) {
            transport.write(packets);
        } else if (upgrade != null) {
            upgrade.onIdlePoll();
        }
    }

    private void send(List<? extends Packet> packets) {
        enqueue(packets);
        flush();
    }

    @Override
    public void send(String text) {
        send(List.of(Packet.message(text)));
    }

    @Override
    public void send(Buffer binary) {
        send(List.of(new Packet.Binary(binary)));
    }

    @Override
    public void close() {
        outbox.seal();
        home.run(() -> {
            if (state != State.OPEN) {
                return;
            }
            state = State.CLOSING;
            heartbeat.stop();
            if (upgrade != null) {
                upgrade.abandon();
            }
            vertx.setTimer(options.getCloseTimeout().toMillis(), timer -> drop(CloseReason.FORCED_CLOSE));
            flushHere();
        });
    }

    @Override
    public void pause() {
        home.run(() -> {
            if (!delivery.isPaused() && state == State.OPEN) {
                delivery.pause();
                heartbeat.suspend();
                transport.pause();
            }
        });
    }

    @Override
    public void resume() {
        home.run(() -> {
            if (!delivery.isPaused() || state != State.OPEN) {
                return;
            }
            delivery.resume();
            if (!delivery.isPaused()) {
                heartbeat.resume();
                transport.resume();
            }
        });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public EngineIoTransport transport() {
        return transport.kind();
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    @Override
    public boolean isWritable() {
        return state == State.OPEN && outbox.isEmpty() && transport.isWritable();
    }

    @Override
    public EngineIoSocket onText(Handler<String> handler) {
        delivery.onText(handler);
        return this;
    }

    @Override
    public EngineIoSocket onBinary(Handler<Buffer> handler) {
        delivery.onBinary(handler);
        return this;
    }

    @Override
    public EngineIoSocket onClose(Handler<CloseReason> handler) {
        onClose = handler;
        return this;
    }
}
