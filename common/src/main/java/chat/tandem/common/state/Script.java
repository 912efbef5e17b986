package chat.tandem.common.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Lua file with what its preamble declares: {@code -- KEYS:} the fixed keys, {@code -- ARGV:} the arguments after the
 * deadline (the last may take the rest: {@code users...}), {@code -- INCLUDE:} shared parts. They become locals, so the
 * preamble is the declaration and cannot drift from the code.
 *
 * @param name the file's name without {@code .lua}
 * @param keys names of the fixed keys, in order
 * @param arguments names of the arguments, in order
 * @param source the whole text as Redis gets it
 * @param sha the SHA-1 of the text, as EVALSHA wants it
 */
public record Script(String name, List<String> keys, List<String> arguments, String source, String sha) {

    static final String REDIS_CLOCK = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    /** Loads a script that lies beside a class, for these settings. */
    public static Script load(Class<?> home, String name, StateSettings settings) {
        return load(home, name, settings, REDIS_CLOCK);
    }

    /** As above with another source of {@code now} (epoch milliseconds): a test moves time at will. */
    static Script load(Class<?> home, String name, StateSettings settings, String clock) {
        String body = text(home, name);
        List<String> keys = declared(body, "KEYS");
        List<String> arguments = declared(body, "ARGV");
        String source = "local deadline = tonumber(ARGV[1])\n"
                + clock
                + keyLocals(keys)
                + argumentLocals(arguments)
                + settings.toLua()
                + text(Script.class, "prelude")
                + declared(body, "INCLUDE").stream()
                        .map(part -> text(Script.class, part))
                        .collect(Collectors.joining())
                + body;
        return new Script(name, keys, arguments, source, sha1(source));
    }

    private static List<String> declared(String body, String what) {
        Matcher line =
                Pattern.compile("^-- " + what + ": (.+)$", Pattern.MULTILINE).matcher(body);
        return line.find() ? List.of(line.group(1).trim().split("\\s+")) : List.of();
    }

    private static String keyLocals(List<String> keys) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> "local " + keys.get(i).replace('-', '_') + " = KEYS[" + (i + 1) + "]\n")
                .collect(Collectors.joining());
    }

    private static String argumentLocals(List<String> arguments) {
        return IntStream.range(0, arguments.size())
                .mapToObj(i -> {
                    String argument = arguments.get(i);
                    int position = i + 2;
                    return argument.endsWith("...")
                            ? "local " + argument.replace("...", "") + " = {unpack(ARGV, " + position + ")}\n"
                            : "local " + argument + " = ARGV[" + position + "]\n";
                })
                .collect(Collectors.joining());
    }

    private static String text(Class<?> home, String name) {
        try (InputStream file = home.getResourceAsStream(name + ".lua")) {
            if (file == null) {
                throw new IllegalArgumentException("no script " + name + " beside " + home.getName());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
