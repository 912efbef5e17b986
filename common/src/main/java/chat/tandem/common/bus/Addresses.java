package chat.tandem.common.bus;

import chat.tandem.common.bus.Address.Begin;
import chat.tandem.common.bus.Address.Duty;
import java.util.List;

/** The addresses of the services. */
public final class Addresses {
    /** Entries that may wait for a service that is away; people wait for none of them for long. */
    private static final long SHORT = 10_000;
    /** The scripts that append to {@code messages} have a bound of their own, {@code TANDEM_WRITE_BACKLOG}. */
    private static final long LONG = 1_000_000;

    /** What the matchers are told. */
    public static final Address<MatcherEntry> MATCHER =
            new Address<>("matcher", "matcher", Begin.OLDEST, Duty.DONE, SHORT, new MatcherEntry.Codec());

    /** What persistence writes. */
    public static final Address<WriteEntry> MESSAGES =
            new Address<>("messages", "persistence", Begin.OLDEST, Duty.KEPT, LONG, new WriteEntry.Codec());

    /** What persistence is asked. */
    public static final Address<ServiceRequest> REQUESTS =
            new Address<>("requests", "persistence", Begin.OLDEST, Duty.TRIED, SHORT, new ServiceRequest.Codec());

    /** What media is asked. */
    public static final Address<ServiceRequest> MEDIA =
            new Address<>("media", "media", Begin.OLDEST, Duty.TRIED, SHORT, new ServiceRequest.Codec());

    private Addresses() {}

    /** Those whose entries one service owes an answer or a deed, and that may become dead letters. */
    static List<Address<?>> ofServices() {
        return List.of(MATCHER, MESSAGES, REQUESTS, MEDIA);
    }

    /**
     * What happened, as one group of readers sees it; each group gets every entry.
     *
     * @param group a name that the readers choose
     */
    public static Address<EventEntry> events(String group, Begin begin) {
        return new Address<>("events", group, begin, Duty.SHARED, LONG, new EventEntry.Codec());
    }
}
