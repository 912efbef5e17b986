package chat.tandem.common.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What one reader has taken and not finished: it decodes entries, gives them to the handler batch by batch, tries again
 * what failed, and takes off the address what is finished.
 *
 * @param <T> what the entries are
 */
final class Workload<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Workload.class);

    private final Vertx vertx;
    private final Context context;
    private final ShardBus bus;
    private final Address<T> address;
    private final ReaderOptions options;
    private final Function<List<Delivery<T>>, Future<Void>> handler;
    private final Runnable roomAgain;
    private final ReaderMeters meters;
    /** The ids of what is not finished, and how many bytes of messages each entry holds. */
    private final Map<String, Integer> held = new HashMap<>();

    private final Set<Batch<T>> batches = new HashSet<>();
    private final Deque<Batch<T>> queued = new ArrayDeque<>();
    private int busy;
    private boolean passedOver;
    private @Nullable Promise<Void> drained;

    /** @param roomAgain called when a batch is done */
    Workload(
            Vertx vertx,
            ShardBus bus,
            Address<T> address,
            ReaderOptions options,
            Function<List<Delivery<T>>, Future<Void>> handler,
            Runnable roomAgain) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.bus = bus;
        this.address = address;
        this.options = options;
        this.handler = handler;
        this.roomAgain = roomAgain;
        this.meters = ReaderMeters.of(bus.metrics(), address.stream());
    }

    /** Entries that are done together. */
    private static final class Batch<T> {
        final List<Delivery<T>> left;
        final List<String> ids;
        int failures;

        Batch(List<Delivery<T>> deliveries) {
            left = new ArrayList<>(deliveries);
            ids = new ArrayList<>(deliveries.stream().map(Delivery::id).toList());
        }
    }

    boolean full() {
        return batches.size() + queued.size() >= options.maxInFlight();
    }

    /** Takes entries that another reader has left. */
    void takeOver(Response entries) {
        meters.takenOver().increment(entries.size());
        accept(entries);
    }

    /** Takes entries, a list of (id, fields); those that it has already are passed over. */
    void accept(Response entries) {
        List<Delivery<T>> deliveries = new ArrayList<>(entries.size());
        List<String> needless = new ArrayList<>();
        for (Response entry : entries) {
            String id = entry.get(0).toString();
            if (held.putIfAbsent(id, size(entry.get(1))) == null) {
                sort(id, entry.get(1), deliveries, needless);
            }
        }
        if (!needless.isEmpty()) {
            acknowledge(needless);
        }
        if (!deliveries.isEmpty()) {
            meters.batches().record(deliveries.size());
            queued.add(new Batch<>(deliveries));
            beginQueued();
        }
    }

    /** The bytes that count towards the bound of an address: those of a message. */
    private static int size(@Nullable Response list) {
        for (int i = 0; list != null && i + 1 < list.size(); i += 2) {
            if (list.get(i).toString().equals("data")) {
                return list.get(i + 1).toBuffer().length();
            }
        }
        return 0;
    }

    private void acknowledge(List<String> ids) {
        Map<String, Integer> sizes = LinkedHashMap.newLinkedHashMap(ids.size());
        ids.forEach(id -> sizes.put(id, held.getOrDefault(id, 0)));
        settle(ids, () -> bus.scripts().acknowledge(address, sizes));
    }

    private void beginQueued() {
        while (drained == null && !queued.isEmpty() && batches.size() < options.maxInFlight()) {
            Batch<T> batch = queued.remove();
            batches.add(batch);
            run(batch);
        }
    }

    private void sort(String id, @Nullable Response list, List<Delivery<T>> deliveries, List<String> needless) {
        if (list == null || list.size() == 0) {
            needless.add(id); // deleted from the stream: nothing is left to do
            if (address.duty() == Address.Duty.SHARED) {
                line(Level.WARN).addKeyValue("entry", id).log("An entry was trimmed before it was done");
            }
            return;
        }
        try {
            T entry = address.codec().decode(Fields.of(list));
            if (address.codec().late(entry, bus.clock().now())) {
                needless.add(id);
            } else {
                deliveries.add(new Delivery<>(id, entry));
            }
        } catch (UndecodableException e) {
            undecodable(id, String.valueOf(e.getMessage()), needless);
        }
    }

    private void undecodable(String id, String reason, List<String> needless) {
        if (address.duty() == Address.Duty.SHARED) {
            line(passedOver ? Level.DEBUG : Level.WARN)
                    .addKeyValue("entry", id)
                    .log("An entry is passed over, as all like it will be: {}", reason);
            passedOver = true;
            needless.add(id);
        } else {
            line(Level.WARN).addKeyValue("entry", id).log("An entry goes to the dead letters: {}", reason);
            meters.deadLetters().increment();
            settle(List.of(id), () -> bus.scripts().deadLetter(address, id, reason));
        }
    }

    private void run(Batch<T> batch) {
        busy++;
        handle(List.copyOf(batch.left))
                .onComplete(outcome -> context.runOnContext(here -> {
                    busy--;
                    if (outcome.succeeded() || address.duty() == Address.Duty.TRIED) {
                        done(batch, outcome.cause());
                    } else {
                        tryAgain(batch, outcome.cause());
                    }
                    checkDrained();
                }));
    }

    private Future<Void> handle(List<Delivery<T>> deliveries) {
        try {
            return deliveries.isEmpty() ? Future.succeededFuture() : handler.apply(deliveries);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void done(Batch<T> batch, @Nullable Throwable failure) {
        if (failure != null) {
            line(Level.WARN).setCause(failure).log("A request failed and is dropped");
        }
        batches.remove(batch);
        if (!batch.ids.isEmpty()) {
            acknowledge(batch.ids);
        }
        beginQueued();
        roomAgain.run();
    }

    private void tryAgain(Batch<T> batch, Throwable failure) {
        if (drained != null) {
            return; // it stays unfinished in the stream, and another reader takes it over
        }
        meters.retries().increment();
        long delay = options.retry().delayMs(batch.failures++);
        line(Level.WARN).log("{} entries failed and are tried again in {} ms", batch.left.size(), delay);
        line(Level.DEBUG).setCause(failure).log("The failure");
        vertx.setTimer(delay, again -> {
            if (drained == null) {
                run(batch);
            }
        });
    }

    private LoggingEventBuilder line(Level level) {
        return LOG.atLevel(level).addKeyValue("stream", bus.keys().fixed(address.stream()));
    }

    /** Moves one entry of a running batch to the dead letters; it is not tried again. */
    Future<Void> deadLetter(Delivery<T> delivery, String reason) {
        return bus.scripts().deadLetter(address, delivery.id(), reason).onSuccess(moved -> {
            meters.deadLetters().increment();
            context.runOnContext(here -> {
                leaveBatch(delivery);
                held.remove(delivery.id());
            });
        });
    }

    /** Takes one entry out of its running batch, which may then be finished before it is. */
    void setAside(Delivery<T> delivery) {
        leaveBatch(delivery);
    }

    /** An entry that was set aside is done. */
    void finish(Delivery<T> delivery) {
        acknowledge(List.of(delivery.id()));
    }

    private void leaveBatch(Delivery<T> delivery) {
        for (Batch<T> batch : batches) {
            if (batch.left.removeIf(one -> one.id().equals(delivery.id()))) {
                batch.ids.remove(delivery.id());
            }
        }
    }

    /** Does what takes entries off the address, until Redis has answered. */
    private void settle(List<String> ids, Supplier<Future<Void>> action) {
        settle(ids, action, 0);
    }

    private void settle(List<String> ids, Supplier<Future<Void>> action, int failures) {
        busy++;
        action.get().onComplete(outcome -> {
            busy--;
            if (outcome.succeeded()) {
                ids.forEach(held::remove);
            } else if (drained == null) {
                vertx.setTimer(options.retry().delayMs(failures), again -> settle(ids, action, failures + 1));
            }
            checkDrained();
        });
    }

    /** Begins nothing more; completes when what is running is over. */
    Future<Void> drain() {
        Promise<Void> promise = Promise.promise();
        drained = promise;
        checkDrained();
        return promise.future();
    }

    private void checkDrained() {
        if (drained != null && busy == 0) {
            drained.tryComplete();
        }
    }
}
