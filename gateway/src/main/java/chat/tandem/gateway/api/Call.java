package chat.tandem.gateway.api;

import chat.tandem.gateway.token.Identity;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request as its operation allows it.
 *
 * @param known who asks, where the operation is for those only who say so
 * @param given the operation's parameters and the fields of its body that are there, by name and of their type; nothing else
 */
record Call(RoutingContext context, @Nullable Identity known, JsonObject given) {
    /** Serves an operation. */
    interface Endpoint {
        /** Answers, now or later. */
        void serve(Call call);
    }

    /** Who asks. */
    Identity caller() {
        return Objects.requireNonNull(known, "the operation is for everybody");
    }

    HttpServerResponse response() {
        return context.response();
    }
}
