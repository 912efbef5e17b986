package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import chat.tandem.gateway.token.TokenSeal;
import chat.tandem.gateway.transport.Answer;
import chat.tandem.gateway.transport.Position;
import chat.tandem.gateway.transport.StreamConnection;
import chat.tandem.gateway.transport.Streams;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Chat over HTTP alone: a stream of server-sent events, and commands that are posted beside it. */
public final class StreamRoutes {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String CONNECTION = "Tandem-Connection";
    private static final String COOKIE = "tandem-sse";

    private final TokenSeal seal;
    private final Streams streams;
    private final Opener opener;

    /** Makes a connection of a request whose client has said hello. */
    public interface Opener {
        /** As {@link StreamConnection#open}. */
        void open(HttpServerRequest request, ClientFrame hello, Consumer<String> refused);
    }

    StreamRoutes(TokenSeal seal, Streams streams, Opener opener) {
        this.seal = seal;
        this.streams = streams;
        this.opener = opener;
    }

    /** {@code GET /sse}. */
    void stream(Call call) {
        RoutingContext context = call.context();
        String last = String.valueOf(context.request().getHeader(LAST_EVENT_ID));
        if (StreamConnection.isEnd(last)) {
            context.response().setStatusCode(204).end(); // A browser stays away after this, and after nothing else.
            return;
        }
        JsonObject hello = new JsonObject();
        if (credentials(context, hello)) {
            Position.parse(last).ifPresent(position -> hello.put("resume", resume(position)));
            opener.open(
                    context.request(),
                    FrameParser.parse(0, ClientCommand.HELLO, hello.encode()),
                    error -> refuse(context, error));
        } else {
            Bearer.invalid(context);
        }
    }

    private static JsonObject resume(Position position) {
        return new JsonObject().put("conversationId", position.conversation()).put("sequence", position.sequence());
    }

    /** Takes the token from the header, or else the cookie, if there is any; false where there is one that cannot be read. */
    private boolean credentials(RoutingContext context, JsonObject hello) {
        List<String> given = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        Cookie cookie = context.request().getCookie(COOKIE);
        if (given.isEmpty() && cookie == null) {
            return true;
        }
        Optional<String> token = Optional.empty();
        if (given.size() == 1) {
            token = Bearer.token(given.getFirst());
        } else if (given.isEmpty() && cookie != null) {
            token = seal.open(cookie.getValue());
        }
        token.ifPresent(text -> hello.put("token", text));
        return token.isPresent();
    }

    private static void refuse(RoutingContext context, String error) {
        if (!context.response().ended() && !context.response().closed()) {
            if (HttpAnswers.codeOf(error).httpStatus() == 401) {
                context.response().putHeader("WWW-Authenticate", "Bearer");
            }
            HttpAnswers.refuse(context.response(), error);
        }
    }

    /** {@code POST /api/sse-session}: lets a browser's {@code EventSource}, which sends no header, in. */
    void session(Call call) {
        HttpServerRequest request = call.context().request();
        String token =
                Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION)).orElseThrow();
        boolean secure = request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        call.response()
                .addCookie(Cookie.cookie(COOKIE, seal.seal(token))
                        .setPath("/sse")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT))
                .setStatusCode(204)
                .end();
    }

    /** {@code POST /commands}. */
    void command(Call call) {
        RoutingContext context = call.context();
        HttpServerResponse response = context.response();
        String type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            HttpAnswers.refuse(response, ProtocolError.invalidFrame("Content-Type must be application/json."));
            return;
        }
        String body = context.body().isEmpty() ? "" : context.body().asString();
        long id = FrameParser.parse(body).id();
        String connection = String.valueOf(context.request().getHeader(CONNECTION));
        var unused = streams.command(connection, call.caller().user(), body)
                .otherwise(fault -> new Answer.Refused(Answers.of("a command", fault)))
                .onSuccess(answer -> answer(response, id, answer));
    }

    private static void answer(HttpServerResponse response, long id, Answer answer) {
        if (response.ended() || response.closed()) {
            return;
        }
        String head = id > 0 ? "{\"ack\":" + id + "," : "{";
        switch (answer) {
            case Answer.Done(String data) -> HttpAnswers.json(response, 200, head + "\"data\":" + data + "}");
            case Answer.Refused(String error) -> HttpAnswers.refuse(response, error, head + "\"error\":" + error + "}");
        }
    }
}
