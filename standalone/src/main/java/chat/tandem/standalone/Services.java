package chat.tandem.standalone;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.service.Running;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.gateway.GatewayService;
import chat.tandem.matcher.MatcherService;
import chat.tandem.media.MediaService;
import chat.tandem.persistence.PersistenceService;
import chat.tandem.persistence.PersistenceSettings;
import chat.tandem.persistence.schema.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The four services as one: the same that run as separate processes, the gateway last and gone first. */
final class Services implements Running {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private static final List<ServiceDefinition<?>> ALL =
            List.of(new PersistenceService(), new MatcherService(), new MediaService(), new GatewayService());

    private final Vertx vertx;
    private final SettingsReader reader;
    private final Operations operations;
    private final Deque<Running> running = new ArrayDeque<>();

    private Services(Vertx vertx, SettingsReader reader, Operations operations) {
        this.vertx = vertx;
        this.reader = reader;
        this.operations = operations;
    }

    /** Reads the settings of all of them, so that a bad one is known before anything starts. */
    static void check(SettingsReader reader) {
        ALL.forEach(service -> service.settings(reader));
        LogSettings.read(reader);
    }

    /** Brings the database to this build's schema: on a machine of one's own nobody else would. Blocks. */
    static void migrate(SettingsReader reader) {
        var database = PersistenceSettings.read(reader).postgres().address();
        Migrations.Outcome outcome = Migrations.migrate(database, PersistenceSettings.MONTHS_AHEAD);
        LOG.info("{} migrations applied, {} partitions made", outcome.applied(), outcome.partitions());
    }

    /** Starts them one after another. What has started when one fails is stopped. */
    static Future<Services> start(Vertx vertx, SettingsReader reader, Operations operations) {
        Services services = new Services(vertx, reader, operations);
        Future<Void> started = Future.succeededFuture();
        for (ServiceDefinition<?> service : ALL) {
            started = started.compose(done -> services.start(service));
        }
        return started.map(services).recover(fault -> services.stop().transform(stopped -> Future.failedFuture(fault)));
    }

    private <S> Future<Void> start(ServiceDefinition<S> service) {
        return service.start(vertx, service.settings(reader), operations)
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
