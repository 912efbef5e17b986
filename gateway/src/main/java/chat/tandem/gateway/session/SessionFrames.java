package chat.tandem.gateway.session;

import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.state.Connected.Ended;
import chat.tandem.common.state.Connected.Paired;
import chat.tandem.common.state.SessionState;
import chat.tandem.gateway.transport.Position;
import chat.tandem.gateway.transport.Rejoined;
import chat.tandem.gateway.transport.ServerEvent;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data that a client gets when its connection has its session. */
final class SessionFrames {
    /** What {@code rejoined} replays at most, in bytes. */
    private static final int REPLAY_BYTES = 256 * 1024;

    private SessionFrames() {}

    /** Data of {@code session}. */
    static String session(
            Seat seat,
            @Nullable String token,
            SessionState state,
            @Nullable String conversation,
            long online,
            SessionSettings settings) {
        StringBuilder json = new StringBuilder(384)
                .append("{\"userId\":\"")
                .append(seat.user())
                .append('"');
        if (token != null) {
            json.append(",\"token\":");
            JsonText.appendQuoted(json, token);
        }
        json.append(",\"connectionId\":\"").append(seat.owner().connection());
        json.append("\",\"state\":\"").append(state.word()).append('"');
        if (conversation != null) {
            json.append(",\"conversationId\":\"").append(conversation).append('"');
        }
        return json.append(",\"onlineCount\":")
                .append(online)
                .append(",\"resumeWindowMs\":")
                .append(millis(settings.grace()))
                .append(",\"heartbeatMs\":")
                .append(millis(settings.heartbeat()))
                .append('}')
                .toString();
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }

    /** The conversation that goes on, with the newest of what was missed, as much as fits. */
    static Rejoined rejoined(Paired paired) {
        List<Buffer> missed = paired.missed();
        int from = missed.size();
        int bytes = 0;
        while (from > 0 && bytes + missed.get(from - 1).length() <= REPLAY_BYTES) {
            bytes += missed.get(--from).length();
        }
        StringBuilder json = new StringBuilder(256);
        json.append("{\"conversationId\":\"").append(paired.conversation());
        json.append("\",\"partnerId\":\"").append(paired.partner()).append('"');
        if (paired.partnerNameJson() != null) {
            json.append(",\"partnerName\":").append(paired.partnerNameJson());
        }
        json.append(",\"partnerOnline\":").append(paired.partnerOnline());
        return new Rejoined(
                new Position(paired.conversation(), paired.sequence()),
                json.toString(),
                missed.subList(from, missed.size()),
                paired.truncated() || from > 0);
    }

    /** Data of {@code service-degraded}: what everything but the connection itself rests on is away. */
    static String degraded() {
        return "{\"component\":\"chat\",\"retryAfterMs\":" + Answers.RETRY_AFTER + "}";
    }

    /** Data of {@code service-restored}. */
    static String restored() {
        return "{\"component\":\"chat\"}";
    }

    /** {@code conversation-ended}. */
    static ServerEvent endedEvent(Ended ended) {
        return new ServerEvent("conversation-ended", ended(ended.conversation(), ended.reason()));
    }

    /** Its data. */
    static String ended(String conversation, String reason) {
        return "{\"conversationId\":\"" + conversation + "\",\"reason\":\"" + reason + "\"}";
    }
}
