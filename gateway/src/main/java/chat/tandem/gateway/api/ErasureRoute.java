package chat.tandem.gateway.api;

import chat.tandem.common.bus.RateLimitedException;
import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.state.Erased;
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
 * made so far; then persistence erases what was written up to that moment. Asked again, it does the same again. Of a guest
 * who was never matched there is nothing to erase, and nothing is left behind: such a guest's token goes on counting.
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

    private Future<Void> erase(Identity caller) {
        Tenure tenure = shards.tenureFor(caller.user()).orElse(null);
        if (tenure == null) {
            return Future.failedFuture(new RequestTimeoutException("not registered"));
        }
        return tenure.state()
                .erase(caller.user(), tokenLife(caller), !caller.guest())
                .compose(outcome -> eraseStored(tenure, caller, outcome));
    }

    /** The session first, then the tokens, then what is stored: so nobody adds to what is being erased. */
    private static Future<Void> eraseStored(Tenure tenure, Identity caller, Outcome<Erased> outcome) {
        return switch (outcome) {
            case Outcome.Ok<Erased>(Erased(var moment, var marked)) ->
                marked
                        ? tenure.questions().erase(caller.user(), moment).<Void>mapEmpty()
                        : eraseIfKnown(tenure, caller);
            case Outcome.Refused<Erased>(var refusal) ->
                Future.failedFuture(
                        refusal.kind() == Refusal.Kind.RATE_LIMITED
                                ? new RateLimitedException(refusal.retryAfterMillis())
                                : new RequestTimeoutException("the session did not end: " + refusal.kind()));
        };
    }

    private static Future<Void> eraseIfKnown(Tenure tenure, Identity caller) {
        return tenure.questions()
                .isKnown(caller.user())
                .compose(known -> known
                        ? tenure.state()
                                .eraseKnown(caller.user(), tokenLife(caller))
                                .compose(outcome -> eraseStored(tenure, caller, outcome))
                        : Future.succeededFuture());
    }
}
