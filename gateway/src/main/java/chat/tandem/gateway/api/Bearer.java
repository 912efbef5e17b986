package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.token.Identity;
import chat.tandem.gateway.token.Tokens;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out who asks over HTTP: {@code Authorization: Bearer …}. */
final class Bearer {
    private static final Pattern CREDENTIALS = Pattern.compile("bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);

    private final Tokens tokens;

    Bearer(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Who asks; where that is not known, the request has been refused already. */
    Optional<Identity> identify(RoutingContext context) {
        List<String> given = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (given.isEmpty()) {
            refuse(context, "Bearer", ProtocolError.of(ErrorCode.NOT_AUTHENTICATED, "Say who you are."));
            return Optional.empty();
        }
        Optional<Identity> identity = given.size() == 1 ? identity(given.getFirst()) : Optional.empty();
        if (identity.isEmpty()) {
            invalid(context);
        }
        return identity;
    }

    private Optional<Identity> identity(String credentials) {
        return token(credentials).flatMap(tokens::verify);
    }

    /** The token in a header; empty where it holds none. */
    static Optional<String> token(String credentials) {
        Matcher matcher = CREDENTIALS.matcher(credentials);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Refuses a request whose token does not count. */
    static void invalid(RoutingContext context) {
        refuse(
                context,
                "Bearer error=\"invalid_token\"",
                ProtocolError.of(ErrorCode.INVALID_TOKEN, "The token is not valid, or not any more."));
    }

    private static void refuse(RoutingContext context, String challenge, ProtocolError error) {
        context.response().putHeader("WWW-Authenticate", challenge);
        HttpAnswers.refuse(context.response(), error);
    }
}
