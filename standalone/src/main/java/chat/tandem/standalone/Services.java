package chat.tandem.standalone;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Health;
import chat.tandem.common.service.Running;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.gateway.GatewayService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The four services as one: the same that run as separate processes, the gateway last and gone first. */
final class Services implements Running {

    private static final List<ServiceDefinition<?>> ALL = List.of(new GatewayService());

    private final Vertx vertx;
    private final SettingsReader reader;
    private final Health health;
    private final Deque<Running> running = new ArrayDeque<>();

    private Services(Vertx vertx, SettingsReader reader, Health health) {
        this.vertx = vertx;
        this.reader = reader;
        this.health = health;
    }

    /** Reads the settings of all of them, so that a bad one is known before anything starts. */
    static void check(SettingsReader reader) {
        ALL.forEach(service -> service.settings(reader));
    }

    static void migrate(SettingsReader reader) {}

    /** Starts them one after another. What has started when one fails is stopped. */
    static Future<Services> start(Vertx vertx, SettingsReader reader, Health health) {
        Services services = new Services(vertx, reader, health);
        Future<Void> started = Future.succeededFuture();
        for (ServiceDefinition<?> service : ALL) {
            started = started.compose(done -> services.start(service));
        }
        return started.map(services).recover(fault -> services.stop().transform(stopped -> Future.failedFuture(fault)));
    }

    private <S> Future<Void> start(ServiceDefinition<S> service) {
        return service.start(vertx, service.settings(reader), health)
                .onSuccess(running::push)
                .mapEmpty();
    }

    /** Stops them one after another; one that fails does not keep the others from being stopped. */
    @Override
    public Future<Void> stop() {
        if (running.isEmpty()) {
            return Future.succeededFuture();
        }
        return running.pop().stop().eventually(this::stop);
    }
}
