package chat.tandem.persistence.writing;

import io.vertx.core.Future;

/**
 * What becomes of entries, one by one, that cannot be stored together with their batch.
 *
 * @param <E> the entry that a row came from
 */
public interface Entries<E> {

    /**
     * The entry can never be stored.
     *
     * @param reason why, for an operator: no text of people
     * @return completes when it is among the dead letters, and no longer pending; fails where these take no more
     */
    Future<Void> bury(E entry, String reason);

    /** The entry waits on apart from its batch, which may be done before it. */
    void setAside(E entry);

    /** An entry that was set aside is stored. */
    void finish(E entry);
}
