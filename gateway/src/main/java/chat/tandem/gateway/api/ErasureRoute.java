package chat.tandem.gateway.api;

import chat.tandem.common.bus.RateLimitedException;
import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.ShardState;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.shard.Tenure;
import chat.tandem.gateway.token.Identity;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

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
        var unused = erase(call.caller()).onComplete(erased -> {
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

    /** A host application makes its tokens live as long as it likes. */
    private static Duration tokenLife(Identity caller) {
        return caller.guest() ? ShardState.GUEST_ERASED_LIFE : Duration.ZERO;
    }

    private Future<?> erase(Identity caller) {
        String user = caller.user();
        Tenure tenure = shards.tenureFor(user).orElse(null);
        if (tenure == null) {
            return Future.failedFuture(new RequestTimeoutException("not registered"));
        }
        return tenure.state().erase(user, tokenLife(caller)).compose(outcome -> switch (outcome) {
            case Outcome.Ok<Long>(var moment) -> tenure.questions().erase(user, moment);
            case Outcome.Refused<Long>(var refusal) ->
                Future.failedFuture(
                        refusal.kind() == Refusal.Kind.RATE_LIMITED
                                ? new RateLimitedException(refusal.retryAfterMillis())
                                : new RequestTimeoutException("the session did not end: " + refusal.kind()));
        });
    }
}
