package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.wire.Wires;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What all visitors share: the way to the gateways, the history, and the numbers that are given out once. */
final class Place {
    final Vertx vertx;
    final WebSocketClient sockets;
    final History history;
    final Wires wires;
    final List<URI> gateways;
    final Duration grace;
    private int lastTab;
    private int lastConnection;
    private long lastCommand;

    Place(Vertx vertx, WebSocketClient sockets, History history, Wires wires, List<URI> gateways, Duration grace) {
        this.vertx = vertx;
        this.sockets = sockets;
        this.history = history;
        this.wires = wires;
        this.gateways = List.copyOf(gateways);
        this.grace = grace;
    }

    int newTab() {
        return ++lastTab;
    }

    int newConnection() {
        return ++lastConnection;
    }

    long newCommand() {
        return ++lastCommand;
    }

    void after(long millis, Runnable step) {
        vertx.timer(Math.max(1, millis)).onSuccess(due -> step.run());
    }
}
