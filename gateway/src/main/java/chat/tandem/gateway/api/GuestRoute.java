package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.http.ClientConnection;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.limit.GuestLimit;
import chat.tandem.gateway.token.Identity;
import chat.tandem.gateway.token.Tokens;
import org.jspecify.annotations.Nullable;

/** Makes guests: {@code POST /api/guest {name?}}. */
final class GuestRoute implements Call.Endpoint {
    private final Tokens tokens;
    private final boolean welcome;
    private final GuestLimit limit;

    /** @param welcome whether there may be guests */
    GuestRoute(Tokens tokens, boolean welcome, GuestLimit limit) {
        this.tokens = tokens;
        this.limit = limit;
        this.welcome = welcome;
    }

    @Override
    public void serve(Call call) {
        if (welcome) {
            IpAddress address =
                    ClientConnection.of(call.context().request().connection()).client();
            var unused = limit.acquire(address).onSuccess(wait -> answer(call, wait));
        } else {
            HttpAnswers.refuse(call.response(), ProtocolError.of(ErrorCode.FORBIDDEN, "There are no guests here."));
        }
    }

    private void answer(Call call, long wait) {
        if (wait > 0) {
            HttpAnswers.refuse(call.response(), ProtocolError.rateLimited(wait));
        } else {
            HttpAnswers.json(call.response(), 201, invite(call.given().getString("name")));
        }
    }

    private String invite(@Nullable String name) {
        Identity guest = tokens.newGuest(name);
        return "{\"userId\":\"" + guest.user() + "\",\"token\":" + JsonText.quote(tokens.renew(guest)) + "}";
    }
}
