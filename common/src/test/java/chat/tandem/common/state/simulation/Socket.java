package chat.tandem.common.state.simulation;

/** A connection between a page and a gateway: in order both ways, each end hears of the other's end later. */
final class Socket {
    private final World world;
    private final Page page;
    private final Gateway gateway;
    private final Session session;
    private long upAt;
    private long downAt;
    private boolean left;

    Socket(World world, Page page, Gateway gateway) {
        this.world = world;
        this.page = page;
        this.gateway = gateway;
        this.session = new Session(gateway, this, page.client.user);
        gateway.accept(session);
        if (gateway.dead()) {
            died();
        }
    }

    Session session() {
        return session;
    }

    Gateway gateway() {
        return gateway;
    }

    /** From the client. */
    void send(int number, Command command) {
        up(() -> session.onCommand(number, command));
    }

    private void up(Runnable arrival) {
        upAt = Math.max(upAt, world.agenda.now() + world.chance.latency());
        world.agenda.at(upAt, () -> gateway.act(arrival));
    }

    /** To the client. */
    void write(Frame frame) {
        down(() -> page.arrived(frame));
    }

    private void down(Runnable arrival) {
        downAt = Math.max(downAt, world.agenda.now() + world.chance.latency());
        world.agenda.at(downAt, () -> {
            if (!left) {
                arrival.run();
            }
        });
    }

    /** The client has gone: it hears nothing more, and the gateway notices sooner or later. */
    void cut() {
        left = true;
        upAt = Math.max(upAt, world.agenda.now() + (world.chance.in100(30) ? world.chance.between(0, 4_000) : 5));
        world.agenda.at(upAt, () -> gateway.act(session::onClosed));
    }

    /** The gateway's process has died. */
    void died() {
        write(new Frame.Closed("reset"));
    }
}
