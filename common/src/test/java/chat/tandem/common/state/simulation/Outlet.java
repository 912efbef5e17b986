package chat.tandem.common.state.simulation;

import static java.util.Objects.requireNonNull;

import chat.tandem.common.state.RedisClock;
import chat.tandem.common.state.Simulated;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the real callers of scripts, which are dear to make, are plugged into the link of one program after another. */
final class Outlet implements Function<Request, Future<Response>> {
    final RedisClock clock = Simulated.clock(() -> requireNonNull(this.link).now());
    private @Nullable Link link;

    void plug(Link into) {
        link = into;
        clock.measured(into.now());
    }

    @Override
    public Future<Response> apply(Request request) {
        return requireNonNull(link).send(request);
    }
}
