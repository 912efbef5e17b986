package chat.tandem.common.state;

import static chat.tandem.common.state.StateSettings.LOG;

import chat.tandem.common.state.ConnectRequest.Resume;
import chat.tandem.common.state.Connected.Ended;
import chat.tandem.common.state.Connected.Paired;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@code connect} answered. */
final class ConnectReply {
    private ConnectReply() {}

    /** @param resume what the request resumed from */
    static Connected read(Response reply, @Nullable Resume resume) {
        List<Ended> ended = new ArrayList<>();
        reply.get(4).forEach(end -> ended.add(ended(end, resume)));
        return new Connected(
                SessionState.of(reply.get(1).toString()),
                reply.get(2).toLong(),
                reply.get(5).size() == 0 ? null : paired(reply.get(5), resume),
                ended,
                reply.get(3).toLong());
    }

    private static Ended ended(Response end, @Nullable Resume resume) {
        Paired until = end.size() > 2 ? paired(end.get(2), resume) : null;
        return new Ended(
                end.get(0).toString(),
                end.get(1).toString(),
                until == null || until.missed().isEmpty() ? null : until);
    }

    private static Paired paired(Response talk, @Nullable Resume resume) {
        String conversation = talk.get(0).toString();
        String name = talk.get(2).toString();
        long sequence = talk.get(4).toLong();
        List<Buffer> missed = new ArrayList<>();
        talk.get(5).forEach(message -> missed.add(message.toBuffer()));
        long from = resume != null && resume.conversation().equals(conversation) ? resume.sequence() : 0;
        return new Paired(
                conversation,
                talk.get(1).toString(),
                name.isEmpty() ? null : name,
                talk.get(3).toInteger() == 1,
                sequence,
                missed,
                sequence - from > Math.min(missed.size(), LOG));
    }
}
