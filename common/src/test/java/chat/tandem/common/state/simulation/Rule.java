package chat.tandem.common.state.simulation;

/** What must hold, and where that stands. */
enum Rule {
    ONE_CONVERSATION("nobody is in two conversations", "DESIGN 4, GUARANTEES"),
    SYMMETRY("partnership is symmetric, and a conversation has two sides", "DESIGN 4"),
    NO_SELF_MATCH("nobody meets themselves", "pair.lua"),
    MATCHED_READY("only who waits, is present and has a living gateway is matched", "DESIGN 5, pair"),
    NOT_AGAIN(
            "who parted meets again only when both have waited long, or when either has met others enough, or after a while",
            "DESIGN 5, pair"),
    OWNER_ACTS("only the connection that holds the session acts", "DESIGN 4, ownership"),
    QUEUE("who waits and is present is in the queue, and nobody else", "DESIGN 5, connect and pair"),
    PLACE_KEPT("who waits keeps the place", "DESIGN 5, connect"),
    PRESENCE("a session is in its gateway's set or in `away`: there is no third kind", "DESIGN 4, lifetimes"),
    REFUSED_IS_NOTHING("what is refused, late or moved has changed nothing", "DESIGN 4, order of effects"),
    ANSWERED("a script answers and does not fail", "DESIGN 5"),
    NOT_TOO_EARLY("no grace and no lease ends early, whatever stood still", "DESIGN 4, time"),
    LAPSES(
            "a gateway that is not heard is dead after its lease, and the stops of Redis that fell into it",
            "DESIGN 4, time"),
    REJOINED("who comes back before the end finds the conversation", "DESIGN 9"),
    SEQUENCE("messages of a conversation are numbered without gap or repetition", "DESIGN 5, send-message"),
    SEEN_ONCE("a client sees each message of its conversation once and in order, after replay", "DESIGN 3, GUARANTEES"),
    NOT_YOURS("an event reaches only who is in that conversation, and only while it lasts", "DESIGN 3, the last check"),
    STORED_ONCE("an acknowledged message is in `messages` exactly once", "DESIGN 7"),
    FIRST_RESULT("a repeated message gets the first result", "DESIGN 5, send-message"),
    ACK_BEFORE_MATCH("`matched` never comes before the answer to its join", "DESIGN 3, the last check"),
    SETTLED("when all is well, everybody present knows the truth", "DESIGN 9"),
    NOBODY_WAITS_BESIDE("nobody waits for ever beside another who waits", "DESIGN 5, pair"),
    NOTHING_LINGERS("when everybody has gone, nothing is left", "DESIGN 4, lifetimes");

    private final String words;
    private final String source;

    Rule(String words, String source) {
        this.words = words;
        this.source = source;
    }

    @Override
    public String toString() {
        return name() + ": " + words + " (" + source + ")";
    }
}
