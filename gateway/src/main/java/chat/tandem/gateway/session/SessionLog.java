package chat.tandem.gateway.session;

import chat.tandem.common.protocol.CloseCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** The log's lines about one connection, with its ids and without a word of what people say to each other. */
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

    /** Of a connection's id, which is secret. */
    private static final int SHOWN = 6;

    private SessionLog() {}

    /** A connection has taken a session. */
    static void taken(Seat seat, @Nullable String conversation) {
        line(Level.DEBUG, seat, conversation).log("the session is taken");
    }

    /** We close a connection; a client that would not stop is worth a line at any time. */
    static void closed(CloseCode code, @Nullable Seat seat, @Nullable String conversation) {
        boolean hostile = code == CloseCode.FLOODING || code == CloseCode.PROTOCOL_VIOLATED;
        line(hostile ? Level.INFO : Level.DEBUG, seat, conversation)
                .log("the connection is closed with {}", code.code());
    }

    /** A fault of ours. Its message may quote what people said, so it is left out. */
    static void failed(String command, Throwable fault, @Nullable Seat seat, @Nullable String conversation) {
        line(Level.ERROR, seat, conversation).setCause(bare(fault)).log("{} failed", command);
    }

    /** A refusal of Redis, whose message holds no more than its kind. */
    static void refused(String command, Throwable fault, @Nullable Seat seat, @Nullable String conversation) {
        line(Level.WARN, seat, conversation).log("{} failed: {}", command, fault.getMessage());
    }

    private static LoggingEventBuilder line(Level level, @Nullable Seat seat, @Nullable String conversation) {
        LoggingEventBuilder bare = LOG.atLevel(level);
        LoggingEventBuilder line = seat == null
                ? bare
                : bare.addKeyValue("gateway", seat.tenure().gateway())
                        .addKeyValue("user", seat.user())
                        .addKeyValue("connection", seat.owner().connection().substring(0, SHOWN));
        return conversation == null ? line : line.addKeyValue("conversation", conversation);
    }

    private static Throwable bare(Throwable fault) {
        Throwable bare = new Throwable(fault.getClass().getName(), null, false, true) {
            private static final long serialVersionUID = 1L;
        };
        bare.setStackTrace(fault.getStackTrace());
        return bare;
    }
}
