package chat.tandem.persistence.uploads;

/**
 * What is found out about images, and done for them.
 *
 * @param unreferenced finds those that no message shows
 * @param doomed has those deleted that no message shows any more
 */
public record Images(Unreferenced unreferenced, DoomedImages doomed) {}
