package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.state.Connected;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.limit.UnauthenticatedMemory.Share;
import chat.tandem.gateway.shard.Recipient;
import chat.tandem.gateway.token.Identity;
import chat.tandem.gateway.transport.Welcome;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who one client is: its first {@code hello}, the later ones that renew its token, and the end of its time. */
final class Admission {
    private final Surroundings around;
    private final Replies replies;
    private final Mail mail;
    private final OnlineNews news;
    private final IpAddress address;
    private final Share memory;
    private final Consumer<CloseCode> close;
    private @Nullable Seat seat;
    private @Nullable Identity identity;
    private boolean underWay;
    private long since;

    Admission(
            Surroundings around,
            Replies replies,
            Mail mail,
            OnlineNews news,
            IpAddress address,
            Share memory,
            Consumer<CloseCode> close) {
        this.memory = memory;
        this.around = around;
        this.replies = replies;
        this.mail = mail;
        this.news = news;
        this.address = address;
        this.close = close;
        this.since = now();
    }

    /** The session that the client holds, or null before it has one. */
    @Nullable
    Seat seat() {
        return seat;
    }

    /** From when on the client's token counts after an erasure, in epoch milliseconds. */
    long countsFrom() {
        return identity == null ? 0 : identity.countsFrom();
    }

    private long now() {
        return around.nanoTime().getAsLong();
    }

    /** Carries a {@code hello} out and answers it. */
    Future<?> hello(long id, ClientCommand.Hello hello, Recipient recipient) {
        if (seat != null && identity != null) {
            renew(id, hello, seat, identity);
            return Future.succeededFuture();
        }
        underWay = true;
        mail.hold();
        return new Greeter(around).greet(hello, address, recipient).onSuccess(greeting -> {
            underWay = false;
            switch (greeting) {
                case Greeting.Welcome welcome -> welcome(id, welcome);
                case Greeting.Refused refused -> refused(id, refused);
            }
            mail.release();
        });
    }

    private void welcome(long id, Greeting.Welcome welcome) {
        seat = welcome.seat();
        identity = welcome.identity();
        memory.close();
        Connected connected = welcome.connected();
        mail.become(connected.state());
        if (connected.paired() != null) {
            mail.rejoin(connected.paired());
        }
        around.shards().online(seat.user(), connected.online());
        SessionLog.taken(seat, mail.conversation());
        connected.ended().forEach(end -> mail.over(end.conversation()));
        replies.welcome(
                id,
                new Welcome(
                        seat.user(),
                        seat.owner().connection(),
                        session(seat, welcome.token()),
                        connected.ended().stream()
                                .map(SessionFrames::endedEvent)
                                .toList(),
                        connected.paired() == null ? null : SessionFrames.rejoined(connected.paired())));
    }

    /** A session that was in doubt goes on: the client is told what it missed, and whatever ended meanwhile. */
    void goOn(Seat holder, Connected connected) {
        seat = holder;
        connected.ended().forEach(end -> {
            if (end.conversation().equals(mail.conversation())) {
                if (end.until() != null) {
                    replies.event(SessionFrames.rejoined(end.until()).event());
                }
                replies.event(SessionFrames.endedEvent(end));
                mail.leave(connected.state());
            }
            mail.over(end.conversation());
        });
        mail.become(connected.state());
        if (connected.paired() != null) {
            mail.rejoin(connected.paired());
            replies.event(SessionFrames.rejoined(connected.paired()).event());
        }
    }

    /** Data of {@code session}. */
    private String session(Seat holder, @Nullable String token) {
        long online = around.shards().online();
        news.told(online, now());
        return SessionFrames.session(holder, token, mail.state(), mail.conversation(), online, around.settings());
    }

    private void refused(long id, Greeting.Refused refused) {
        replies.refuse(id, refused.error());
        if (refused.error().code() == ErrorCode.UNAVAILABLE) {
            since = now(); // It tried, and the fault is not the client's.
        }
        if (refused.close() != null) {
            close.accept(refused.close());
        }
    }

    private void renew(long id, ClientCommand.Hello hello, Seat holder, Identity known) {
        if (hello.token() == null) {
            replies.refuse(id, ProtocolError.invalidField("token", "Is missing."));
            return;
        }
        Optional<Identity> renewed = around.tokens().verify(hello.token());
        if (renewed.isEmpty()) {
            replies.refuse(id, Answers.invalidToken());
        } else if (!renewed.get().user().equals(known.user())) {
            replies.refuse(id, ProtocolError.of(ErrorCode.FORBIDDEN, "The token is another user's."));
        } else {
            identity = renewed.get();
            String fresh = identity.due(around.epochSeconds()) ? around.tokens().renew(identity) : null;
            replies.session(id, session(holder, fresh));
        }
    }

    /** How the connection is to be closed because of the time that has passed; null while all is well. */
    @Nullable
    CloseCode verdict() {
        if (identity != null) {
            return identity.expired(around.epochSeconds()) ? CloseCode.TOKEN_EXPIRED : null;
        }
        boolean overdue = now() - since > around.settings().helloDeadline().toNanos();
        return overdue && !underWay ? CloseCode.NOT_AUTHENTICATED : null;
    }
}
