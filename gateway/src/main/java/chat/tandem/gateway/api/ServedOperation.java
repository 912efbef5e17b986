package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.token.Identity;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.Operation;
import org.jspecify.annotations.Nullable;

/** One operation of the contract: its body is read, then it is asked who asks, then what is given, and then it is served. */
final class ServedOperation {
    private final Operation operation;
    private final Bearer bearer;
    private final Call.Endpoint endpoint;
    private final @Nullable RequestRules rules;

    ServedOperation(Operation operation, Bearer bearer, Call.Endpoint endpoint) {
        this.operation = operation;
        this.bearer = bearer;
        this.endpoint = endpoint;
        this.rules = Contract.judgesItself(operation) ? null : new RequestRules(operation);
    }

    void mount(Route route) {
        if (operation.getHttpMethod().equals(HttpMethod.POST)) {
            route.handler(BodyHandler.create(false).setBodyLimit(ProtocolLimits.FRAME_BYTES));
        }
        route.handler(this::serve);
    }

    private void serve(RoutingContext context) {
        if (Contract.forKnown(operation)) {
            bearer.identify(context).ifPresent(identity -> serve(context, identity));
        } else {
            serve(context, null);
        }
    }

    private void serve(RoutingContext context, @Nullable Identity identity) {
        switch (rules == null ? new RequestRules.Verdict.Allowed(new JsonObject()) : rules.judge(context)) {
            case RequestRules.Verdict.Allowed(var given) -> endpoint.serve(new Call(context, identity, given));
            case RequestRules.Verdict.Refused(var error) -> HttpAnswers.refuse(context.response(), error);
        }
    }
}
