package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.token.Identity;
import chat.tandem.gateway.token.Tokens;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Makes guests: {@code POST /api/guest {name?}}. */
final class GuestRoute implements Handler<RoutingContext> {
    private final Tokens tokens;
    private final boolean welcome;

    /** @param welcome whether there may be guests */
    GuestRoute(Tokens tokens, boolean welcome) {
        this.tokens = tokens;
        this.welcome = welcome;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        String body = context.body().isEmpty() ? "{}" : context.body().asString();
        if (!welcome) {
            HttpAnswers.refuse(response, ProtocolError.of(ErrorCode.FORBIDDEN, "There are no guests here."));
            return;
        }
        switch (FrameParser.parse(0, ClientCommand.HELLO, nameOnly(body))) {
            case ClientFrame.Command(long id, ClientCommand.Hello hello) ->
                HttpAnswers.json(response, 201, invite(hello.name()));
            case ClientFrame.Command command -> HttpAnswers.refuse(response, ProtocolError.internal());
            case ClientFrame.Refused refused -> HttpAnswers.refuse(response, refused.error());
        }
    }

    /** The body's {@code name} alone, for everything else is unknown here; what is no object is left to the parser. */
    private static String nameOnly(String body) {
        try {
            JsonObject given = new JsonObject(body);
            JsonObject name = new JsonObject();
            if (given.containsKey("name")) {
                name.put("name", given.getValue("name"));
            }
            return name.encode();
        } catch (DecodeException notAnObject) {
            return body;
        }
    }

    private String invite(@Nullable String name) {
        Identity guest = tokens.newGuest(name);
        return "{\"userId\":\"" + guest.user() + "\",\"token\":" + JsonText.quote(tokens.renew(guest)) + "}";
    }
}
