package chat.tandem.bench.client;

import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Packets of Engine.IO by long polling: always one request that waits for them, and at most one that brings some. */
final class PollingCarriage implements SocketIoLine.Carriage {
    private static final String PATH = "/socket.io/?EIO=4&transport=polling";
    private static final String SEPARATOR = "\u001e";

    private final Requests requests;
    private final URI gateway;
    private final String path;
    private final SocketIoLine line;
    private final List<String> unsent = new ArrayList<>();
    private boolean bringing;
    private boolean over;

    PollingCarriage(Requests requests, URI gateway, String path, SocketIoLine line) {
        this.requests = requests;
        this.gateway = gateway;
        this.path = path;
        this.line = line;
        poll();
    }

    /** Opens a session; the path of its requests. */
    static Future<String> open(Requests requests, URI gateway) {
        return requests.get(gateway, PATH)
                .map(answer -> PATH + "&sid="
                        + ServerFrame.Json.read(answer.body().substring(1))
                                .path("sid")
                                .asText());
    }

    private void poll() {
        requests.get(gateway, path).onComplete(answer -> {
            if (answer.failed() || answer.result().status() != 200) {
                end();
            } else {
                for (String packet : answer.result().body().split(SEPARATOR, -1)) {
                    line.receive(packet);
                }
                if (!over) {
                    poll();
                }
            }
        });
    }

    @Override
    public void send(String packet) {
        unsent.add(packet);
        bring();
    }

    private void bring() {
        if (bringing || over || unsent.isEmpty()) {
            return;
        }
        bringing = true;
        String body = String.join(SEPARATOR, unsent);
        unsent.clear();
        requests.post(gateway, path, body).onComplete(answer -> {
            bringing = false;
            if (answer.failed() || answer.result().status() != 200) {
                end();
            }
            bring();
        });
    }

    private void end() {
        over = true;
        line.ended(ChatLine.NO_CLOSE_FRAME);
    }

    @Override
    public Future<Void> close() {
        if (over) {
            return Future.succeededFuture();
        }
        over = true;
        return requests.post(gateway, path, "1")
                .otherwiseEmpty()
                .<Void>mapEmpty()
                .onComplete(gone -> end());
    }
}
