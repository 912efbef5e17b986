package chat.tandem.gateway.api;

import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.state.Outcome;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.shard.Tenure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Removes somebody for good: {@code DELETE /api/me}. First the session ends, wherever it is, and nobody gets in by the tokens
 * made so far; then persistence erases what was written up to that moment. Asked again, it does the same again.
 */
final class ErasureRoute implements Handler<RoutingContext> {
    private static final int NO_CONTENT = 204;

    private final Bearer bearer;
    private final ShardGateways shards;

    ErasureRoute(Bearer bearer, ShardGateways shards) {
        this.bearer = bearer;
        this.shards = shards;
    }

    @Override
    public void handle(RoutingContext context) {
        bearer.identify(context).ifPresent(identity -> {
            HttpServerResponse response = context.response();
            var unused = erase(identity.user()).onComplete(erased -> {
                if (response.closed()) {
                    return;
                }
                if (erased.succeeded()) {
                    response.setStatusCode(NO_CONTENT).end();
                } else {
                    HttpAnswers.refuse(response, Answers.of("erase", erased.cause()));
                }
            });
        });
    }

    private Future<?> erase(String user) {
        Tenure tenure = shards.tenureFor(user).orElse(null);
        if (tenure == null) {
            return Future.failedFuture(new RequestTimeoutException("not registered"));
        }
        return tenure.state().erase(user).compose(outcome -> switch (outcome) {
            case Outcome.Ok<Long>(var moment) -> tenure.questions().erase(user, moment);
            case Outcome.Refused<Long>(var refusal) ->
                Future.failedFuture(new RequestTimeoutException("the session did not end: " + refusal.kind()));
        });
    }
}
