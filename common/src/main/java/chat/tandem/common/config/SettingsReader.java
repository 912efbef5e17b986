package chat.tandem.common.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed settings out of a {@link Config}, and keeps what was read for {@code GET /} on the operations port.
 * Every method takes the environment's key and throws {@link BadSettingException} for a value that it cannot use.
 * A blank value counts as not set. Used from one thread.
 */
public final class SettingsReader {

    /** A secret may also be given as the name of a file that holds it. */
    static final String FILE_SUFFIX = "_FILE";

    private static final String HIDDEN = "(secret)";

    private final Config config;
    private final Map<String, String> shown = new TreeMap<>();

    public SettingsReader(Config config) {
        this.config = config;
    }

    /** A reader of exactly these values, such as {@code Map.of("TANDEM_GRACE", "1s")}. */
    public static SettingsReader of(Map<String, String> values) {
        return new SettingsReader(new Config(values));
    }

    /** A text, or the fallback. */
    public String string(String key, String fallback) {
        return string(key).orElseGet(() -> show(key, fallback, fallback));
    }

    /** A text that may be missing. */
    public Optional<String> string(String key) {
        return Optional.ofNullable(read(key, Function.identity(), null, String::toString));
    }

    /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}; never below 0. */
    public Duration duration(String key, Duration fallback) {
        return value(key, Durations::parse, fallback, Durations::format);
    }

    /** As {@link #duration(String, Duration)}, from {@code least} to {@code most}. */
    public Duration duration(String key, Duration fallback, Duration least, Duration most) {
        return value(key, text -> within(text, least, most), fallback, Durations::format);
    }

    /** {@code 10/s burst 60}, {@code 20/h}, {@code off}. */
    public RateLimit rate(String key, RateLimit fallback) {
        return value(key, RateLimit::parse, fallback, RateLimit::toString);
    }

    /** A limit on bytes: {@code 64KiB/s burst 512KiB}, {@code off}. */
    public RateLimit byteRate(String key, RateLimit fallback) {
        return value(key, RateLimit::parseBytes, fallback, RateLimit::toByteString);
    }

    /** A whole number from {@code least} to {@code most}. */
    public int integer(String key, int fallback, int least, int most) {
        return Math.toIntExact(number(key, fallback, least, most));
    }

    /** A whole number from {@code least} to {@code most}. */
    public long number(String key, long fallback, long least, long most) {
        return value(key, text -> whole(text, least, most), fallback, String::valueOf);
    }

    /** A number of bytes, such as {@code 64KiB} or {@code 1GiB}, from {@code least} to {@code most}. */
    public long bytes(String key, long fallback, long least, long most) {
        return value(key, text -> within(text, least, most), fallback, ByteSizes::format);
    }

    /** A bound from 1 on, or {@code off}, which is read as {@link Integer#MAX_VALUE}. */
    public int bound(String key, int fallback) {
        return value(
                key,
                text -> text.equalsIgnoreCase("off") ? Integer.MAX_VALUE : (int) whole(text, 1, Integer.MAX_VALUE),
                fallback,
                bound -> bound == Integer.MAX_VALUE ? "off" : String.valueOf(bound));
    }

    /** A TCP port from 0 (a free one is picked) to 65535. */
    public int port(String key, int fallback) {
        return integer(key, fallback, 0, 65_535);
    }

    /** {@code true} or {@code false}. */
    public boolean bool(String key, boolean fallback) {
        return value(key, SettingsReader::truth, fallback, String::valueOf);
    }

    /** What stands between commas, without the space around it; empty where nothing is set. */
    public List<String> list(String key) {
        return value(key, SettingsReader::split, List.of(), list -> String.join(",", list));
    }

    /** One of an enum's names, in lower case and with a hyphen for each underscore. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        E[] all = fallback.getDeclaringClass().getEnumConstants();
        return value(key, text -> pick(text, all), fallback, SettingsReader::nameOf);
    }

    /** A secret, or the content of the file that the key with {@code _FILE} names. Shown to nobody. */
    public Optional<String> secret(String key) {
        String value = fromFile(key);
        shown.put(key, value == null ? "" : HIDDEN);
        return Optional.ofNullable(value);
    }

    /** Addresses between commas that may hold a password; like {@link #secret} also from a file, and shown without it. */
    public List<String> addresses(String key, String fallback) {
        String given = fromFile(key);
        List<String> addresses = split(given == null ? fallback : given);
        shown.put(
                key,
                String.join(
                        ",",
                        addresses.stream().map(SettingsReader::withoutPassword).toList()));
        return addresses;
    }

    /** Everything that was read so far, key to effective value, with secrets left out: fit to be shown to an operator. */
    public Map<String, String> shown() {
        Map<String, String> all = new TreeMap<>(shown);
        all.replaceAll((key, value) -> withoutPassword(value));
        return Map.copyOf(all);
    }

    /** Keys that were set and that no part of Tandem knows: most likely misspelt. */
    public List<String> unknown() {
        TreeSet<String> unknown = new TreeSet<>(config.values().keySet());
        unknown.removeIf(KnownSettings::isKnown);
        return List.copyOf(unknown);
    }

    private <T> T value(String key, Function<String, T> parse, T fallback, Function<T, String> format) {
        T value = read(key, parse, fallback, format);
        return value == null ? fallback : value;
    }

    private <T> @Nullable T read(
            String key, Function<String, T> parse, @Nullable T fallback, Function<T, String> format) {
        String text = config.values().get(known(key));
        T value = text == null || text.isBlank() ? fallback : parse(key, text.strip(), parse);
        shown.put(key, value == null ? "" : format.apply(value));
        return value;
    }

    private static <T> T parse(String key, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | ArithmeticException reason) {
            throw new BadSettingException(key, String.valueOf(reason.getMessage()));
        }
    }

    private @Nullable String fromFile(String key) {
        String text = config.values().get(known(key));
        String file = config.values().get(key + FILE_SUFFIX);
        if (text != null && !text.isBlank()) {
            return text.strip();
        }
        return file == null || file.isBlank() ? null : content(key + FILE_SUFFIX, file.strip());
    }

    private static String content(String key, String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadSettingException(key, file + " cannot be read");
        }
    }

    private static String known(String key) {
        if (!KnownSettings.isKnown(key)) {
            throw new IllegalArgumentException(key + " is missing in KnownSettings");
        }
        return key;
    }

    private <T> T show(String key, T value, String text) {
        shown.put(key, text);
        return value;
    }

    private static long whole(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the same refusal as a number out of range.
        }
        throw new IllegalArgumentException("'" + text + "' is not a whole number from " + least + " to " + most);
    }

    private static long within(String text, long least, long most) {
        long size = ByteSizes.parse(text);
        if (size < least || size > most) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not from " + ByteSizes.format(least) + " to " + ByteSizes.format(most));
        }
        return size;
    }

    private static Duration within(String text, Duration least, Duration most) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not from " + Durations.format(least) + " to " + Durations.format(most));
        }
        return duration;
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static <E extends Enum<E>> E pick(String text, E[] all) {
        return Arrays.stream(all)
                .filter(one -> nameOf(one).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + String.join(
                                ", ",
                                Arrays.stream(all).map(SettingsReader::nameOf).toList())));
    }

    private static String nameOf(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code redis://user:password@host} becomes {@code redis://host}, wherever an address stands. */
    private static String withoutPassword(String text) {
        return text.replaceAll("//[^,]*@", "//");
    }
}
