package chat.tandem.bench.fuzz;

import java.util.List;
import java.util.Random;

/** Texts that are almost right. */
final class Mutation {
    private static final String ALPHABET =
            "0123456789-+/,;:&=?%[]{}\":\\tfn eE.\u0000\u001e\ud800\udc00\r\né_bplaceholdernum";
    private static final List<String> EXTREMES = List.of(
            "-1",
            "0",
            "9007199254740993",
            "1e400",
            "-0.0",
            "null",
            "[]",
            "{}",
            "\"\"",
            "\\u0000",
            "\\ud800",
            "99999999999999999999");
    private static final int LONGEST = 70_000;

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    /** One of these, with a few random edits, or none. */
    String of(List<String> seeds) {
        return of(seeds.get(random.nextInt(seeds.size())));
    }

    /** A text with a few random edits, or none. */
    String of(String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int edits = random.nextInt(6); edits > 0 && !text.isEmpty(); edits--) {
            edit(text, random.nextInt(text.length()));
        }
        return text.toString();
    }

    private void edit(StringBuilder text, int at) {
        char any = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> text.setCharAt(at, any);
            case 4, 5, 6 -> text.insert(at, any);
            case 7, 8, 9 -> text.delete(at, end);
            case 10, 11, 12 -> text.insert(at, text.substring(at, end));
            case 13, 14 -> text.replace(at, end, EXTREMES.get(random.nextInt(EXTREMES.size())));
            default -> text.insert(at, String.valueOf(any).repeat(random.nextInt(20) == 0 ? LONGEST : 300));
        }
    }

    /** Bytes without any sense. */
    byte[] noise(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }
}
