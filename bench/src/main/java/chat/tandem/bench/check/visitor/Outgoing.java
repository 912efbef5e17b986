package chat.tandem.bench.check.visitor;

/** A message on its way. Its id stays the same however often it is sent. */
final class Outgoing {
    final String conversation;
    final String id;
    final String body;
    private int attempts;
    private boolean acknowledged;

    Outgoing(String conversation, String id, String body) {
        this.conversation = conversation;
        this.id = id;
        this.body = body;
    }

    /** The gateway has said yes. */
    void acknowledge() {
        acknowledged = true;
    }

    /** Whether the gateway has said yes. */
    boolean acknowledged() {
        return acknowledged;
    }

    int attempt() {
        return ++attempts;
    }
}
