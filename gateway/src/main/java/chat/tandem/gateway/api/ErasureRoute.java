package chat.tandem.gateway.api;

import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.state.Outcome;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.shard.Tenure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/**
 * Removes somebody for good: {@code DELETE /api/me}. First the session ends, wherever it is, and nobody gets in by the tokens
 * made so far; then persistence erases what was written up to that moment. Asked again, it does the same again.
 */
final class ErasureRoute implements Call.Endpoint {
    private static final int NO_CONTENT = 204;

    private final ShardGateways shards;

    ErasureRoute(ShardGateways shards) {
        this.shards = shards;
    }

    @Override
    public void serve(Call call) {
        HttpServerResponse response = call.response();
        var unused = erase(call.caller().user()).onComplete(erased -> {
            if (response.closed()) {
                return;
            }
            if (erased.succeeded()) {
                response.setStatusCode(NO_CONTENT).end();
            } else {
                HttpAnswers.refuse(response, Answers.of("erase", erased.cause()));
            }
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
