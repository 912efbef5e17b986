package chat.tandem.gateway.http;

import chat.tandem.common.protocol.JsonText;
import chat.tandem.gateway.token.Identity;
import chat.tandem.gateway.token.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Makes guests for those who ask over HTTP.
 *
 * @param welcome whether there may be guests
 */
public record GuestBook(Tokens tokens, boolean welcome) {
    /** A new guest's id and token, as a JSON object. */
    String invite(@Nullable String name) {
        Identity guest = tokens.newGuest(name);
        return "{\"userId\":\"" + guest.user() + "\",\"token\":" + JsonText.quote(tokens.renew(guest)) + "}";
    }
}
