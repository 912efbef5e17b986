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

/** One's own conversations over HTTP: the commands {@code conversations} and {@code history}. */
final class ConversationRoutes {
    private final ShardGateways shards;

    ConversationRoutes(ShardGateways shards) {
        this.shards = shards;
    }

    /** {@code GET /api/conversations?before=&limit=}. */
    void list(Call call) {
        answer(call, "conversations");
    }

    /** {@code GET /api/conversations/{conversationId}/messages?before=&after=&limit=}. */
    void messages(Call call) {
        answer(call, "history");
    }

    /** The command's reader knows what a contract cannot say: that not both cursors may be given. */
    private void answer(Call call, String command) {
        switch (FrameParser.parse(0, command, call.given().encode())) {
            case ClientFrame.Command(long id, Question question) ->
                ask(call.response(), call.caller().user(), question);
            case ClientFrame.Command other -> HttpAnswers.refuse(call.response(), ProtocolError.internal());
            case ClientFrame.Refused refused -> HttpAnswers.refuse(call.response(), refused.error());
        }
    }

    private void ask(HttpServerResponse response, String user, Question question) {
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
