package chat.tandem.common.state;

/**
 * Two users who met.
 *
 * @param user the one that was looked for
 * @param partner the one that was found
 * @param conversation their new conversation
 * @param userWaitedMillis how long the one had waited
 * @param partnerWaitedMillis how long the other had
 */
public record Match(
        String user, String partner, String conversation, long userWaitedMillis, long partnerWaitedMillis) {}
