package chat.tandem.socketio;

import java.util.Random;

/** Packets that are almost right. */
public final class Mutations {
    private static final String ALPHABET = "0123456789-/,[]{}\":\\tfn e.\u0000\u001e\ud800é_placeholdernum";

    private Mutations() {}

    /** A text with a few random edits, or none. */
    public static String mutate(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int edits = random.nextInt(6); edits > 0 && !text.isEmpty(); edits--) {
            int at = random.nextInt(text.length());
            char any = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, any);
                case 1 -> text.insert(at, any);
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(12))));
            }
        }
        return text.toString();
    }
}
