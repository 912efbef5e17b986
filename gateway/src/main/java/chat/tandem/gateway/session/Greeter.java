package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.redis.RedisUnavailableException;
import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Ids;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.Refusal;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.shard.Recipient;
import chat.tandem.gateway.shard.Tenure;
import chat.tandem.gateway.token.Identity;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who a client is, and takes that user's session for its connection. */
final class Greeter {
    private final Surroundings around;

    Greeter(Surroundings around) {
        this.around = around;
    }

    /** Carries a {@code hello} out that came from this address. Never fails: a fault is a refusal. */
    Future<Greeting> greet(ClientCommand.Hello hello, IpAddress address, Recipient recipient) {
        if (hello.token() == null) {
            return around.settings().guests()
                    ? newGuest(hello, address, recipient)
                    : refused(Answers.notAuthenticated(), null);
        }
        Optional<Identity> identity = around.tokens().verify(hello.token());
        if (identity.isEmpty()) {
            return refused(Answers.invalidToken(), CloseCode.NOT_AUTHENTICATED);
        }
        Identity known = identity.get();
        Identity named = known.calling(hello.name());
        return take(hello, named, recipient, !named.equals(known) || known.due(around.epochSeconds()));
    }

    private Future<Greeting> newGuest(ClientCommand.Hello hello, IpAddress address, Recipient recipient) {
        return around.guests()
                .acquire(address)
                .compose(wait -> wait > 0
                        ? refused(ProtocolError.rateLimited(wait), null)
                        : take(hello, around.tokens().newGuest(hello.name()), recipient, true));
    }

    private Future<Greeting> take(
            ClientCommand.Hello hello, Identity identity, Recipient recipient, boolean withToken) {
        Tenure tenure = around.shards().tenureFor(identity.user()).orElse(null);
        if (tenure == null) {
            return refused(Answers.unavailable(), null);
        }
        Owner owner = new Owner(identity.user(), Ids.connectionId(), new Beliefs());
        tenure.attach(owner.connection(), recipient);
        return tenure.state()
                .connect(request(hello, identity, owner, tenure), owner.beliefs())
                .map(outcome -> greeting(outcome, identity, withToken, new Seat(owner, tenure)))
                .otherwise(fault -> unknown(fault, owner, tenure));
    }

    private static ConnectRequest request(ClientCommand.Hello hello, Identity identity, Owner owner, Tenure tenure) {
        String name = identity.name();
        ClientCommand.Resume resume = hello.resume();
        return new ConnectRequest(
                identity.user(),
                tenure.gateway(),
                owner.connection(),
                name == null ? null : JsonText.quote(name),
                resume == null ? null : new ConnectRequest.Resume(resume.conversationId(), resume.sequence()),
                null,
                identity.countsFrom());
    }

    private Greeting greeting(Outcome<Connected> outcome, Identity identity, boolean withToken, Seat seat) {
        if (seat.tenure().over()) {
            return new Greeting.Refused(Answers.unavailable(), null);
        }
        return switch (outcome) {
            case Outcome.Ok<Connected>(var connected) ->
                new Greeting.Welcome(identity, withToken ? around.tokens().renew(identity) : null, seat, connected);
            case Outcome.Refused<Connected>(var refusal) -> {
                seat.tenure().detach(seat.owner().connection());
                yield new Greeting.Refused(
                        Answers.of(refusal),
                        refusal.kind() == Refusal.Kind.ERASED ? CloseCode.NOT_AUTHENTICATED : null);
            }
        };
    }

    /** The session may have been taken after all: it is let go of, and the next try gets a connection id of its own. */
    private static Greeting unknown(Throwable fault, Owner owner, Tenure tenure) {
        tenure.detach(owner.connection());
        if (!(fault instanceof RedisUnavailableException refused) || refused.outcomeUnknown()) {
            tenure.letGoOfUnknown(owner);
        }
        if (!(fault instanceof RedisUnavailableException)) {
            SessionLog.failed(ClientCommand.HELLO, fault, new Seat(owner, tenure), null);
        }
        return new Greeting.Refused(Answers.unavailable(), null);
    }

    private static Future<Greeting> refused(ProtocolError error, @Nullable CloseCode close) {
        return Future.succeededFuture(new Greeting.Refused(error, close));
    }
}
