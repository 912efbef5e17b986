package chat.tandem.common.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for. The values are checked already: ids are UUIDs in lower case, texts keep to the rules of
 * {@link Texts}, numbers are in range.
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
     * @param interests at most five, each once as they are compared
     */
    record JoinQueue(List<Interest> interests) implements ClientCommand {
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
     * Say or show something to the partner.
     *
     * @param id of the client's own making: the same one again is the same message
     */
    record SendMessage(String conversationId, String id, Content content) implements ClientCommand {
        @Override
        public String event() {
            return "send-message";
        }
    }

    /** What a message holds. */
    sealed interface Content {
        /** Words. */
        record Text(String body) implements Content {}

        /** An image that the sender has uploaded. */
        record Image(String uploadId) implements Content {}
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
    record Next(String conversationId, List<Interest> interests) implements ClientCommand {
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

    /** What another service answers; the answer may come later than those of the commands sent after it. */
    sealed interface Question extends ClientCommand {}

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
            int limit) implements Question {
        @Override
        public String event() {
            return "history";
        }
    }

    /**
     * The client's own conversations, newest first.
     *
     * @param before the conversation that the page follows, or null for the newest page
     * @param limit 1 to 100
     */
    record Conversations(@Nullable String before, int limit) implements Question {
        @Override
        public String event() {
            return "conversations";
        }
    }

    /**
     * A place to put an image.
     *
     * @param contentType one of {@link ProtocolLimits#IMAGE_TYPES}
     * @param size in bytes, 1 to {@link ProtocolLimits#IMAGE_BYTES}
     * @param sha256 the checksum of the bytes in base64, or null
     */
    record RequestUpload(
            String contentType, long size, @Nullable String sha256) implements Question {
        @Override
        public String event() {
            return "request-upload";
        }
    }

    /** The bytes are where they were to be put. */
    record CompleteUpload(String uploadId) implements Question {
        @Override
        public String event() {
            return "complete-upload";
        }
    }

    /** The name of the command that comes first. */
    String HELLO = "hello";

    /** The command's name on the wire. */
    String event();
}
