package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.EngineIoServer;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server on a free port, its listeners on several event loops, so that requests of one session meet on different ones. */
public final class TestServer implements AutoCloseable {
    private static final int LOOPS = 3;

    private final Vertx vertx;
    private final AtomicInteger port = new AtomicInteger();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    private TestServer(Vertx vertx) {
        this.vertx = vertx;
        vertx.exceptionHandler(failures::add);
    }

    /** Starts a Socket.IO server. */
    public static TestServer socketIo(SocketIoOptions options, Consumer<SocketIoServer> setUp) {
        Vertx vertx = Vertx.vertx();
        SocketIoServer server = SocketIoServer.create(vertx, options);
        setUp.accept(server);
        Router router = Router.router(vertx);
        server.mount(router);
        return new TestServer(vertx).listen(router, options.engine());
    }

    /** Starts an Engine.IO server. */
    public static TestServer engineIo(EngineIoOptions options, Consumer<EngineIoServer> setUp) {
        Vertx vertx = Vertx.vertx();
        EngineIoServer server = EngineIoServer.create(vertx, options);
        setUp.accept(server);
        Router router = Router.router(vertx);
        server.mount(router);
        return new TestServer(vertx).listen(router, options);
    }

    private TestServer listen(Router router, EngineIoOptions options) {
        HttpServerOptions http = options.configure(new HttpServerOptions());
        // A negative port is a free one that the instances of a deployment share.
        Deployable listener = context -> vertx.createHttpServer(http)
                .requestHandler(router)
                .listen(-1)
                .onSuccess(listening -> port.set(listening.actualPort()));
        await(vertx.deployVerticle(
                () -> context -> listener.deploy(context), new DeploymentOptions().setInstances(LOOPS)));
        return this;
    }

    public int port() {
        return port.get();
    }

    /** The result of a future, within a time that no sound machine needs. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The next failure that reached the end of the line; a test that expects one takes it. */
    public Throwable failure() throws InterruptedException {
        return Objects.requireNonNull(failures.poll(20, TimeUnit.SECONDS), "nothing failed");
    }

    /** Stops, and fails on what failed unexpected. */
    @Override
    public void close() {
        List<Throwable> unexpected = List.copyOf(failures);
        await(vertx.close());
        assertThat(unexpected).isEmpty();
    }
}
