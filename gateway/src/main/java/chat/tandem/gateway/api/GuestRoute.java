package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.token.Identity;
import chat.tandem.gateway.token.Tokens;
import org.jspecify.annotations.Nullable;

/** Makes guests: {@code POST /api/guest {name?}}. */
final class GuestRoute implements Call.Endpoint {
    private final Tokens tokens;
    private final boolean welcome;

    /** @param welcome whether there may be guests */
    GuestRoute(Tokens tokens, boolean welcome) {
        this.tokens = tokens;
        this.welcome = welcome;
    }

    @Override
    public void serve(Call call) {
        if (welcome) {
            HttpAnswers.json(call.response(), 201, invite(call.given().getString("name")));
        } else {
            HttpAnswers.refuse(call.response(), ProtocolError.of(ErrorCode.FORBIDDEN, "There are no guests here."));
        }
    }

    private String invite(@Nullable String name) {
        Identity guest = tokens.newGuest(name);
        return "{\"userId\":\"" + guest.user() + "\",\"token\":" + JsonText.quote(tokens.renew(guest)) + "}";
    }
}
