package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Beliefs;
import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.ConnectRequest.Resume;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The gateway's end of a client's connection: hello, commands, doubt and the end, as the real session has them. */
final class Session {
    private final Gateway gateway;
    private final Socket socket;
    private final String user;
    private final Turns turns = new Turns();
    private final Mail mail;
    private final Execution execution;
    private @Nullable Owner owner;
    private @Nullable Tenure tenure;
    private final Doubt doubt;
    private boolean ended;
    private boolean letGo = true;

    Session(Gateway gateway, Socket socket, String user) {
        this.gateway = gateway;
        this.socket = socket;
        this.user = user;
        this.mail = new Mail(socket::write);
        this.execution = new Execution(mail, socket::write, this);
        this.doubt = new Doubt(gateway, mail, this);
    }

    /** Who acts here; null before the welcome. */
    @Nullable
    Owner owner() {
        return owner;
    }

    boolean ended() {
        return ended;
    }

    // ---- commands ----

    void onCommand(int number, Command command) {
        if (!ended) {
            turns.add(() -> command instanceof Command.Hello hello ? hello(number, hello) : command(number, command));
        }
    }

    private Future<?> command(int number, Command command) {
        if (owner == null || tenure == null) {
            socket.write(new Frame.Answer(number, "NOT_AUTHENTICATED", 0, 0));
            return Future.succeededFuture();
        }
        if (doubt.is()) {
            socket.write(new Frame.Answer(number, "UNAVAILABLE", 0, 0));
            return doubt.resolved(owner);
        }
        return execution.perform(number, command, tenure.state, owner);
    }

    private Future<?> hello(int number, Command.Hello hello) {
        Tenure present = gateway.tenure();
        if (present == null) {
            socket.write(new Frame.Answer(number, "UNAVAILABLE", 0, 0));
            return Future.succeededFuture();
        }
        mail.hold();
        Owner taker = new Owner(user, gateway.world.newConnection(), new Beliefs());
        gateway.attach(taker.connection(), this);
        Resume resume = hello.conversation() == null ? null : new Resume(hello.conversation(), hello.sequence());
        return present.state
                .connect(new ConnectRequest(user, present.id, taker.connection(), null, resume), taker.beliefs())
                .transform(result -> {
                    if (result.succeeded()) {
                        greeted(number, result.result(), taker, present);
                    } else {
                        gateway.detach(taker.connection());
                        present.letGoOfUnknown(taker);
                        socket.write(new Frame.Answer(number, Frame.Answer.UNKNOWN, 0, 0));
                    }
                    mail.release();
                    return Future.succeededFuture();
                });
    }

    private void greeted(int number, Outcome<Connected> outcome, Owner taker, Tenure present) {
        if (present.over()) {
            socket.write(new Frame.Answer(number, "UNAVAILABLE", 0, 0));
            return;
        }
        switch (outcome) {
            case Outcome.Refused<Connected>(var refusal) -> {
                gateway.detach(taker.connection());
                socket.write(new Frame.Answer(number, refusal.kind().name(), 0, 0));
            }
            case Outcome.Ok<Connected>(var connected) -> {
                owner = taker;
                tenure = present;
                welcome(connected);
            }
        }
    }

    private void welcome(Connected connected) {
        mail.become(connected.state());
        Connected.Paired paired = connected.paired();
        socket.write(new Frame.Welcome(connected.state().word()));
        connected.ended().forEach(end -> {
            mail.over(end.conversation());
            socket.write(new Frame.Ended(end.conversation(), end.reason(), true));
        });
        if (paired != null) {
            mail.rejoin(paired);
            socket.write(new Frame.Rejoined(
                    paired.conversation(),
                    paired.sequence(),
                    paired.missed().stream()
                            .map(data -> Said.of(data.toString()))
                            .toList()));
        }
    }

    // ---- the inbox, doubt and the end ----

    void onEntry(Entry entry) {
        if (entry.event().equals("session-replaced")) {
            replaced();
        } else {
            mail.deliver(entry);
        }
    }

    void replaced() {
        socket.write(new Frame.Replaced());
        letGo = false;
        turns.clear();
        close("replaced");
    }

    /** Nobody holds the session: the lease is looked at, and then it is found out what to tell. */
    void gone() {
        if (!ended && tenure != null) {
            onDoubt();
            var unused = gateway.renew().onComplete(renewed -> verify());
        }
    }

    void stateLost() {
        if (!mail.conversation().isEmpty()) {
            socket.write(new Frame.Ended(mail.conversation(), "state-lost", false));
        }
        close("state-lost");
    }

    void onDoubt() {
        if (!ended && owner != null) {
            doubt.arises();
            mail.waitNoLonger();
        }
    }

    void verify() {
        Owner holder = owner;
        if (doubt.is() && holder != null && !ended && turns.none()) {
            turns.add(() -> ended ? Future.succeededFuture() : doubt.resolved(holder));
        }
    }

    /** Ends the connection; what was read before is still carried out. */
    void close(String why) {
        socket.write(new Frame.Closed(why));
        onClosed();
    }

    /** The gateway is rolled: the connection ends when its commands are answered. */
    void drain() {
        turns.add(() -> {
            close("draining");
            return Future.succeededFuture();
        });
    }

    void onClosed() {
        if (!ended) {
            ended = true;
            mail.waitNoLonger();
            turns.add(this::finish);
        }
    }

    private Future<?> finish() {
        if (owner != null && tenure != null) {
            gateway.detach(owner.connection());
            if (letGo) {
                tenure.letGoOf(owner);
            }
        }
        gateway.forget(this);
        return Future.succeededFuture();
    }

    void died() {
        socket.died();
    }
}
