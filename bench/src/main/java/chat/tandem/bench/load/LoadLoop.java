package chat.tandem.bench.load;

import chat.tandem.bench.client.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The clients of one event loop, and the pace at which they talk. Both sides of a conversation are on one loop. */
final class LoadLoop extends VerticleBase {
    private static final int PAIRS_AT_ONCE = 16;
    private static final long SETTLE_CHECK_MILLIS = 20;

    private final int share;
    private final LoadSettings settings;
    private final List<Talker> talkers = new ArrayList<>();
    private StageTally tally = new StageTally();
    private Stage stage = new Stage(-1, 1, ArrivalSchedule.Arrivals.EVEN, 0, 0, 0);
    private int turn;

    /** @param share which of the loops this is, from 0 */
    LoadLoop(int share, LoadSettings settings) {
        this.share = share;
        this.settings = settings;
    }

    Stage stage() {
        return stage;
    }

    StageTally tally() {
        return tally;
    }

    int bodyLength() {
        return settings.bodyLength();
    }

    @Override
    public Future<?> start() {
        var lines = openers();
        var pairs = new ArrayList<Integer>();
        for (int pair = share; pair < settings.clients() / 2; pair += settings.loops()) {
            pairs.add(pair);
        }
        var rows = new ArrayList<Future<Void>>();
        for (int row = 0; row < PAIRS_AT_ONCE; row++) {
            rows.add(connectEach(lines, pairs, row));
        }
        return Future.all(rows);
    }

    /** One for each local address. */
    private List<Transport.Opener> openers() {
        return settings.from().isEmpty()
                ? List.of(settings.transport().opener(vertx))
                : settings.from().stream()
                        .map(from -> Transport.webSockets(vertx, from))
                        .toList();
    }

    private Future<Void> connectEach(List<Transport.Opener> lines, List<Integer> pairs, int index) {
        if (index >= pairs.size()) {
            return Future.succeededFuture();
        }
        return connect(lines, pairs.get(index)).compose(connected -> connectEach(lines, pairs, index + PAIRS_AT_ONCE));
    }

    private Future<Void> connect(List<Transport.Opener> lines, int pair) {
        var one = new Talker(this);
        var other = new Talker(this);
        talkers.add(one);
        talkers.add(other);
        var interest = "bench " + settings.run() + " " + pair;
        return Talker.pair(one, other, lines.get(pair % lines.size()), gateway(pair), gateway(pair + 1), interest);
    }

    private URI gateway(int number) {
        return settings.gateways().get(number % settings.gateways().size());
    }

    /** Runs one stage and waits for what is still under way at its end. May be called from any thread. */
    Future<StageTally> run(Stage next) {
        Promise<StageTally> result = Promise.promise();
        context.runOnContext(nothing -> begin(next).onComplete(result));
        return result.future();
    }

    private Future<StageTally> begin(Stage next) {
        stage = next;
        tally = new StageTally();
        var schedule = ArrivalSchedule.of(next.arrivals(), next.perSecond(), share, settings.loops());
        return new Pacer(schedule, next.startNanos(), next.endNanos(), System::nanoTime, this::after, this::send)
                .run()
                .compose(
                        allSent -> settled(System.nanoTime() + settings.settle().toNanos()))
                .map(settled -> {
                    talkers.forEach(talker -> talker.settle(tally));
                    return tally;
                });
    }

    private void send(long dueNanos) {
        talkers.get(turn).send(dueNanos);
        turn = (turn + 1) % talkers.size();
    }

    /** To the microsecond: the timers of Vert.x know milliseconds, and messages would leave in bunches. */
    private void after(long nanos, Runnable task) {
        var loop = (ContextInternal) context;
        var unused = loop.nettyEventLoop().schedule(() -> loop.dispatch(task), nanos, TimeUnit.NANOSECONDS);
    }

    private Future<Void> settled(long untilNanos) {
        if (tally.unsettled() == 0 || System.nanoTime() - untilNanos >= 0) {
            return Future.succeededFuture();
        }
        return vertx.timer(SETTLE_CHECK_MILLIS).compose(again -> settled(untilNanos));
    }

    @Override
    public Future<?> stop() {
        return Future.join(talkers.stream().map(Talker::leave).toList());
    }
}
