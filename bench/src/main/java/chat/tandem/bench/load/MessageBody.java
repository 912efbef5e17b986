package chat.tandem.bench.load;

/**
 * What a message of the load says: who should get it, the how-manieth of its sender it is, the stage it belongs to
 * and when it was due. It is text, so that it passes through everything that a person's words pass through.
 *
 * @param recipient the user who should get it
 * @param number counts a sender's messages from 0
 * @param stage counts the stages of a run from 0
 * @param dueNanos when it should have been sent, by {@link System#nanoTime()} of this process
 */
record MessageBody(String recipient, int number, int stage, long dueNanos) {

    /** Written with spaces behind it up to {@code length} characters, and a full stop that shows a truncation. */
    String written(int length) {
        var text = new StringBuilder(length + 64)
                .append(recipient)
                .append(' ')
                .append(number)
                .append(' ')
                .append(stage)
                .append(' ')
                .append(dueNanos)
                .append(' ');
        while (text.length() < length - 1) {
            text.append('~');
        }
        return text.append('.').toString();
    }

    /**
     * Reads what {@link #written} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static MessageBody read(String text) {
        var parts = text.split(" ", 5);
        if (parts.length != 5 || !text.endsWith(".")) {
            throw new IllegalArgumentException("not a message of this load");
        }
        return new MessageBody(
                parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
    }
}
