package chat.tandem.common.state.simulation;

import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A script with what it was given.
 *
 * @param deadline the moment after which it must change nothing; 0 for none
 */
record Call(String script, long deadline, List<String> arguments) {
    static Call of(String script, Request request) {
        List<byte[]> all = ((RequestImpl) request).getArgs();
        List<String> behindKeys = all.stream()
                .skip(2 + Integer.parseInt(text(all.get(1))))
                .map(Call::text)
                .toList();
        return new Call(script, Long.parseLong(behindKeys.getFirst()), behindKeys.subList(1, behindKeys.size()));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    String argument(int index) {
        return arguments.get(index);
    }

    boolean is(String name) {
        return script.equals(name);
    }

    /** Whether it is the act of a user through a connection, the first two arguments. */
    boolean actOfConnection() {
        return switch (script) {
            case "join-queue", "next", "leave-queue", "send-message", "typing", "read", "leave", "disconnect" -> true;
            default -> false;
        };
    }

    /** Whether it does several steps, of which some may be done when the rest has moved. */
    boolean batch() {
        return is("pair") || is("expire");
    }

    /** Whether it is called often and does little: it is looked at only where its answer says that it did something. */
    boolean seldomChanges() {
        return is("sweep") || is("tick") || is("renew") || batch();
    }

    /** Whether such a one did something that is worth a look, by its answer. */
    boolean changed(Response reply) {
        return switch (script) {
            case "sweep" -> false;
            case "renew" ->
                !reply.get(0).toString().equals("ok") || reply.get(4).toLong() > 0;
            case "tick" -> reply.get(0).toString().equals("ok");
            case "expire" -> reply.get(reply.size() - 1).toInteger() > 0;
            default -> reply.size() != 2 || reply.get(1).size() > 0;
        };
    }

    @Override
    public String toString() {
        return script
                + arguments.stream()
                        .filter(argument -> !argument.startsWith("{"))
                        .collect(Collectors.toList());
    }
}
