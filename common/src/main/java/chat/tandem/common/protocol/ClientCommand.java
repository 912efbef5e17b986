package chat.tandem.common.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for. The values are checked already: ids are UUIDs in lower case, texts have their length and no
 * unpaired surrogates, interests are normalised, numbers are in range.
 */
public sealed interface ClientCommand {
    /** Who the client is; the first command of a connection. */
    record Hello(
            @Nullable String token,
            @Nullable String name,
            @Nullable Resume resume) implements ClientCommand {
        @Override
        public String event() {
            return HELLO;
        }
    }

    /**
     * Where a client was when it lost its connection.
     *
     * @param sequence the highest sequence below which it has no hole, 0 for none
     */
    record Resume(String conversationId, long sequence) {}

    /** Is anybody there? */
    record Ping() implements ClientCommand {
        @Override
        public String event() {
            return "ping";
        }
    }

    /**
     * Wait for a stranger.
     *
     * @param interests at most five, in lower case, without surrounding space, each once
     */
    record JoinQueue(List<String> interests) implements ClientCommand {
        @Override
        public String event() {
            return "join-queue";
        }
    }

    /** Wait no longer. */
    record LeaveQueue() implements ClientCommand {
        @Override
        public String event() {
            return "leave-queue";
        }
    }

    /**
     * Say something to the partner.
     *
     * @param id of the client's own making: the same one again is the same message
     */
    record SendMessage(String conversationId, String id, String body) implements ClientCommand {
        @Override
        public String event() {
            return "send-message";
        }
    }

    /** Whether the client is typing. */
    record Typing(String conversationId, boolean typing) implements ClientCommand {
        @Override
        public String event() {
            return "typing";
        }
    }

    /** The client has read everything up to {@code sequence}, which is at least 1. */
    record Read(String conversationId, long sequence) implements ClientCommand {
        @Override
        public String event() {
            return "read";
        }
    }

    /** Leave this conversation and wait for the next stranger. */
    record Next(String conversationId, List<String> interests) implements ClientCommand {
        @Override
        public String event() {
            return "next";
        }
    }

    /** Leave this conversation. */
    record LeaveConversation(String conversationId) implements ClientCommand {
        @Override
        public String event() {
            return "leave-conversation";
        }
    }

    /**
     * Messages of a conversation: the page before or after a sequence, or the newest one.
     *
     * @param before at least 1; not together with {@code after}
     * @param after at least 0, which is the beginning
     * @param limit 1 to 100
     */
    record History(
            String conversationId,
            @Nullable Long before,
            @Nullable Long after,
            int limit) implements ClientCommand {
        @Override
        public String event() {
            return "history";
        }
    }

    /** The name of the command that comes first. */
    String HELLO = "hello";

    /** The command's name on the wire. */
    String event();
}
