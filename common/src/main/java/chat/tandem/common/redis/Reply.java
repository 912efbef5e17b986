package chat.tandem.common.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/** What a failed command's cause means; the only place that reads what Redis wrote. */
sealed interface Reply {

    RuntimeException toException();

    /** Redis answered with an error. */
    record Refused(String kind) implements Reply {
        @Override
        public RuntimeException toException() {
            return new RedisErrorException(kind);
        }
    }

    /** Another node owns the slot. */
    record Moved(String hostAndPort) implements Reply {
        @Override
        public RuntimeException toException() {
            return new RedisErrorException("MOVED");
        }
    }

    /** The connection ended before an answer came. */
    record None() implements Reply {
        @Override
        public RuntimeException toException() {
            return new RedisUnavailableException("the connection to Redis was lost", true);
        }
    }

    /** Returns what went wrong for an operator, with nothing that Redis may have quoted. */
    static String describe(Throwable cause) {
        return cause instanceof Response
                ? String.valueOf(of(cause).toException().getMessage())
                : String.valueOf(cause.getMessage());
    }

    static Reply of(Throwable cause) {
        String text = cause.getMessage();
        boolean written = cause instanceof Response response && response.type() == ResponseType.ERROR;
        if (!written || text == null || text.equals("CONNECTION_CLOSED")) {
            return new None();
        }
        String[] words = text.split(" ", 4);
        if (words[0].equals("MOVED") && words.length == 3 && words[2].matches(".*:[0-9]+")) {
            return new Moved(words[2]);
        }
        return new Refused(kind(text, words[0]));
    }

    /** Inside a script's error the kind stands somewhere in the middle on Redis 6.2. */
    private static String kind(String text, String first) {
        if (first.equals("OOM") || text.contains("-OOM ") || text.contains(" OOM command not allowed")) {
            return "OOM";
        }
        if (text.contains("-READONLY ")) {
            return "READONLY";
        }
        return first.matches("[A-Z]{2,20}") ? first : "ERR";
    }
}
