package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.Interest;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Place;
import chat.tandem.common.state.Sent;
import chat.tandem.common.state.SessionState;
import chat.tandem.gateway.meters.ClientMeters;
import io.vertx.core.Future;
import java.util.List;

/**
 * Carries the commands of a session out, each by one script, and keeps the connection's view of its conversation in
 * step. The result is the data of the acknowledgement.
 */
final class Commands {
    private static final String NOTHING = "{}";
    private static final String IDLE = "{\"state\":\"idle\"}";

    private Commands() {}

    /** @param readAt when the command's frame was read, in Redis' milliseconds; 0 where that is not known */
    static Future<Outcome<String>> perform(
            Seat seat, Mail mail, ClientMeters meters, ClientCommand command, long readAt) {
        return switch (command) {
            case ClientCommand.Ping() -> Future.succeededFuture(new Outcome.Ok<>(NOTHING));
            case ClientCommand.JoinQueue(var interests) ->
                seat.state()
                        .joinQueue(seat.owner(), quoted(interests))
                        .compose(done -> queued(mail, done, SessionState.WAITING));
            case ClientCommand.Next(var conversation, var interests) ->
                seat.state()
                        .next(seat.owner(), conversation, quoted(interests))
                        .map(done -> done.map(since -> {
                            mail.leave(SessionState.WAITING);
                            return waiting(since);
                        }));
            case ClientCommand.LeaveQueue() ->
                seat.state().leaveQueue(seat.owner()).compose(done -> queued(mail, done, SessionState.IDLE));
            case ClientCommand.LeaveConversation(var conversation) ->
                seat.state()
                        .leave(seat.owner(), conversation)
                        .map(done -> done.map(v -> {
                            mail.leave(SessionState.IDLE);
                            return IDLE;
                        }));
            case ClientCommand.Typing(var conversation, var typing) ->
                seat.state().typing(seat.owner(), conversation, typing).map(done -> done.map(v -> NOTHING));
            case ClientCommand.Read(var conversation, var sequence) ->
                seat.state().read(seat.owner(), conversation, sequence).map(done -> done.map(v -> NOTHING));
            case ClientCommand.SendMessage message -> send(seat, mail, meters, message, readAt);
            case ClientCommand.Hello hello -> throw new IllegalStateException(hello.event() + " needs no session");
            case ClientCommand.Question question ->
                throw new IllegalStateException(question.event() + " is for another service");
        };
    }

    /** Whether entries of the inbox must wait for the command's answer. */
    static boolean mayChangeConversation(ClientCommand command) {
        return command instanceof ClientCommand.JoinQueue
                || command instanceof ClientCommand.Next
                || command instanceof ClientCommand.LeaveConversation;
    }

    /** The answer comes after what happened before the command, even where the inbox is read late. */
    private static Future<Outcome<String>> queued(Mail mail, Outcome<Place> outcome, SessionState now) {
        Future<Void> before = outcome instanceof Outcome.Ok<Place>(Place(var since, var past))
                ? mail.upToTheEndOf(past)
                : Future.succeededFuture();
        return before.map(told -> outcome.map(place -> {
            mail.become(now);
            return now == SessionState.WAITING ? waiting(place.since()) : IDLE;
        }));
    }

    private static String waiting(long since) {
        return "{\"state\":\"waiting\",\"since\":" + since + "}";
    }

    private static List<String> quoted(List<Interest> interests) {
        return interests.stream().map(Commands::quoted).toList();
    }

    private static String quoted(Interest interest) {
        String key = JsonText.quote(interest.key());
        return interest.text().equals(interest.key()) ? key : key + '\n' + JsonText.quote(interest.text());
    }

    private static Future<Outcome<String>> send(
            Seat seat, Mail mail, ClientMeters meters, ClientCommand.SendMessage message, long readAt) {
        long highest = message.conversationId().equals(mail.conversation()) ? mail.highest() : 0;
        return seat.state()
                .sendMessage(seat.owner(), Sending.of(seat.user(), message, highest), readAt)
                .map(done -> done.map(sent -> sent(mail, meters, message, sent)));
    }

    private static String sent(Mail mail, ClientMeters meters, ClientCommand.SendMessage message, Sent sent) {
        if (!sent.repeated()) {
            meters.accepted(message.content() instanceof ClientCommand.Content.Image);
        }
        if (message.conversationId().equals(mail.conversation())) {
            mail.seen(sent.sequence());
        }
        return "{\"id\":\"" + message.id() + "\",\"sequence\":" + sent.sequence() + ",\"sentAt\":" + sent.sentAt()
                + "}";
    }
}
