package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ClientCommand.Question;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.shard.Tenure;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/** One's own conversations over HTTP: the commands {@code conversations} and {@code history}, with their checks. */
final class ConversationRoutes {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

    private final Bearer bearer;
    private final ShardGateways shards;

    ConversationRoutes(Bearer bearer, ShardGateways shards) {
        this.bearer = bearer;
        this.shards = shards;
    }

    /** {@code GET /api/conversations?before=&limit=}. */
    void list(RoutingContext context) {
        JsonObject data = new JsonObject();
        take(context, "before", data, false);
        take(context, "limit", data, true);
        answer(context, "conversations", data);
    }

    /** {@code GET /api/conversations/{id}/messages?before=&after=&limit=}. */
    void messages(RoutingContext context) {
        JsonObject data = new JsonObject().put("conversationId", context.pathParam("id"));
        List.of("before", "after", "limit").forEach(name -> take(context, name, data, true));
        answer(context, "history", data);
    }

    /** Whatever cannot be right stays a text or becomes a list, and is refused with the field's name. */
    private static void take(RoutingContext context, String name, JsonObject data, boolean number) {
        List<String> values = context.queryParam(name);
        if (values.size() > 1) {
            data.put(name, new JsonArray(values));
        } else if (values.size() == 1) {
            String value = values.getFirst();
            data.put(name, number && NUMBER.matcher(value).matches() ? (Object) Long.valueOf(value) : value);
        }
    }

    private void answer(RoutingContext context, String command, JsonObject data) {
        bearer.identify(context).ifPresent(identity -> {
            switch (FrameParser.parse(0, command, data.encode())) {
                case ClientFrame.Command(long id, Question question) -> ask(context, identity.user(), question);
                case ClientFrame.Command other -> HttpAnswers.refuse(context.response(), ProtocolError.internal());
                case ClientFrame.Refused refused -> HttpAnswers.refuse(context.response(), refused.error());
            }
        });
    }

    private void ask(RoutingContext context, String user, Question question) {
        HttpServerResponse response = context.response();
        Tenure tenure = shards.tenureFor(user).orElse(null);
        if (tenure == null) {
            HttpAnswers.refuse(response, Answers.unavailable());
            return;
        }
        var unused = tenure.questions().ask(user, question).onComplete(answer -> {
            if (response.closed()) {
                return;
            }
            if (answer.succeeded()) {
                HttpAnswers.json(response, 200, answer.result().toString());
            } else {
                HttpAnswers.refuse(response, Answers.of(question.event(), answer.cause()));
            }
        });
    }
}
