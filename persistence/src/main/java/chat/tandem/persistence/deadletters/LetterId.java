package chat.tandem.persistence.deadletters;

import chat.tandem.common.service.RefusedException;
import java.util.regex.Pattern;

/**
 * The name of a dead letter for people and shells: {@code 0/1795532739999-0}.
 *
 * @param shard the shard's tag without its braces
 * @param id the id in that shard's stream
 */
record LetterId(String shard, String id) {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})/(\\d{1,19}-\\d{1,19})");

    /**
     * Reads one.
     *
     * @throws RefusedException when it is of another shape
     */
    static LetterId parse(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new RefusedException("'" + text + "' is no id as list prints it, such as 0/1795532739999-0");
        }
        return new LetterId(parts.group(1), parts.group(2));
    }

    @Override
    public String toString() {
        return shard + "/" + id;
    }
}
