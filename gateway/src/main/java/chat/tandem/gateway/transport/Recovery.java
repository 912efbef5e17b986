package chat.tandem.gateway.transport;

import chat.tandem.socketio.RawJson;
import chat.tandem.socketio.RecoverySource.Claim;
import chat.tandem.socketio.RecoverySource.Continuation;
import chat.tandem.socketio.RecoverySource.Missed;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a Socket.IO client goes on, out of the replay log of its conversation. It is recovered where it gets all that it would have got on
 * a line that never broke: what its partner wrote after its position. What it wrote itself was never an event to it.
 *
 * <p>Not recovered is who missed the beginning or the end of a conversation, or more than the log holds. It starts anew and is told by
 * {@code rejoined} and {@code conversation-ended}, as over any transport.
 */
final class Recovery {
    private Recovery() {}

    /** @param claim what the client brings of an earlier session, if anything */
    static Continuation of(Welcome welcome, Optional<Claim> claim) {
        return claim.filter(claimed -> PrivateId.isOf(claimed.privateId(), welcome.user()))
                .filter(claimed -> welcome.ended().isEmpty())
                .flatMap(claimed -> missed(welcome, claimed)
                        .map(missed ->
                                Continuation.recovered(PrivateId.socketId(claimed.privateId()), claimed, missed)))
                .orElseGet(() -> {
                    String privateId = PrivateId.next(welcome.user());
                    return new Continuation(PrivateId.socketId(privateId), privateId, false, List.of());
                });
    }

    /** What the client missed; empty where that is no longer known, or not all of it. */
    private static Optional<List<Missed>> missed(Welcome welcome, Claim claim) {
        Rejoined rejoined = welcome.rejoined();
        if (rejoined == null) {
            return Optional.of(List.of());
        }
        Position now = rejoined.position();
        return claim.position()
                .flatMap(Position::parse)
                .filter(seen -> seen.conversation().equals(now.conversation()) && seen.sequence() <= now.sequence())
                .filter(seen ->
                        now.sequence() - seen.sequence() <= rejoined.messages().size())
                .map(seen -> after(seen, rejoined, welcome.user()));
    }

    private static List<Missed> after(Position seen, Rejoined rejoined, String user) {
        List<Buffer> messages = rejoined.messages();
        Position now = rejoined.position();
        String own = "\"from\":\"" + user + '"';
        List<Missed> missed = new ArrayList<>();
        for (long sequence = seen.sequence() + 1; sequence <= now.sequence(); sequence++) {
            int behind = (int) (now.sequence() - sequence);
            String message = messages.get(messages.size() - 1 - behind).toString(StandardCharsets.UTF_8);
            if (!message.contains(own)) {
                String position = new Position(now.conversation(), sequence).toString();
                missed.add(new Missed(position, "receive-message", List.of(new RawJson(message))));
            }
        }
        return missed;
    }
}
