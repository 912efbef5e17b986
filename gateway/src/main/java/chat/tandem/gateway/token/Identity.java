package chat.tandem.gateway.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a token says a client is.
 *
 * @param user the user's id, a UUID
 * @param name the name in the token, or null
 * @param roles what the user may do besides chatting, such as {@code moderator}
 * @param issuedAt in epoch seconds; 0 where the token does not say, which is before any erasure
 * @param expiresAt in epoch seconds
 * @param guest whether the token is one of ours, which we renew
 */
public record Identity(
        String user, @Nullable String name, List<String> roles, long issuedAt, long expiresAt, boolean guest) {
    /** How far clocks may disagree, in seconds. */
    static final int SKEW = 30;

    /** Whether the token no longer counts. */
    public boolean expired(long epochSeconds) {
        return epochSeconds > expiresAt + SKEW;
    }

    /** Whether it is time for a new one: past half of the token's life. */
    public boolean due(long epochSeconds) {
        return guest && epochSeconds - issuedAt > expiresAt - epochSeconds;
    }

    /**
     * The same person under the name that the client gives, if it gives one. A guest's token remembers it, for when the guest
     * returns; that of somebody whom a host application knows has the last word.
     */
    public Identity calling(@Nullable String given) {
        return !guest || given == null || given.equals(name)
                ? this
                : new Identity(user, given, roles, issuedAt, expiresAt, guest);
    }

    /**
     * From when on the token counts after an erasure, in epoch milliseconds: a host application may let somebody come back by a
     * newer one; a guest who was erased never does.
     */
    public long countsFrom() {
        return guest ? 0 : issuedAt * 1_000;
    }
}
