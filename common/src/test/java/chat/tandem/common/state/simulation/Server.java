package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;
import static java.util.Objects.requireNonNull;

import chat.tandem.common.state.model.PlainRedis;
import chat.tandem.common.state.simulation.Look.Section;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.RequestImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real Redis in virtual time: it may stand still, and after each script it is looked at. */
final class Server {
    private final World world;
    private final PlainRedis redis;
    private final Texts texts;
    private final String look;
    private final Consumer<Step> judge;
    private Picture picture = Picture.EMPTY;
    private News news = News.NONE;
    private Look last = Look.NONE;
    private String lastMessage = "0-0";
    private String lastHint = "0-0";
    private long frozenUntil;
    private long calls;

    Server(World world, PlainRedis redis, Texts texts, Consumer<Step> judge) {
        this.world = world;
        this.redis = redis;
        this.texts = texts;
        this.judge = judge;
        redis.send(Request.cmd(Command.FLUSHDB));
        look = redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(lookText()))
                .toString();
    }

    private static String lookText() {
        try (InputStream file = Server.class.getResourceAsStream("look.lua")) {
            return new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Picture picture() {
        return picture;
    }

    /** What the last call appended. */
    News news() {
        return news;
    }

    long calls() {
        return calls;
    }

    long frozenUntil() {
        return frozenUntil;
    }

    void freeze(long millis) {
        frozenUntil = world.agenda.now() + millis;
    }

    /** Carries a request out, and looks at what a script did. */
    Response execute(String from, Request request) {
        calls++;
        if (!request.command().equals(Command.EVALSHA)) {
            return requireNonNull(redis.send(List.of(request)).getFirst());
        }
        Texts.Loaded script = texts.of(text(((RequestImpl) request).getArgs().getFirst()));
        Call call = Call.of(script.name(), request);
        boolean looked = !call.seldomChanges();
        List<@Nullable Response> replies = redis.send(
                looked
                        ? List.of(clock(), changed(request, script), looking())
                        : List.of(clock(), changed(request, script)));
        Response reply = requireNonNull(replies.get(1));
        unless(reply.type() != ResponseType.ERROR, Rule.ANSWERED, () -> from + " " + call + " -> " + reply);
        world.trace.note(from + " " + call + " -> " + reply);
        if (looked) {
            look(call, reply, requireNonNull(replies.get(2)));
        } else if (call.changed(reply)) {
            look(call, reply, requireNonNull(redis.send(List.of(looking())).getFirst()));
        } else if (call.is("renew")) {
            if (!picture.gateways().containsKey(call.argument(0))) {
                last = Look.NONE; // It may be gone again at the next look, which then equals the last one.
            }
            judge(call, reply, picture.renewed(call.argument(0), reply.get(1).toLong()), news.inboxesOnly());
        }
        return reply;
    }

    private void look(Call call, Response reply, Response looked) {
        unless(looked.type() != ResponseType.ERROR, Rule.ANSWERED, () -> "look -> " + looked);
        Look present = new Look(looked.toString());
        if (present.same(last)) {
            judge(call, reply, picture, news);
            return;
        }
        lastMessage = News.last(present.rows(Section.MESSAGES), lastMessage);
        lastHint = News.last(present.rows(Section.HINTS), lastHint);
        last = present;
        judge(call, reply, Picture.of(present), News.of(present));
    }

    private void judge(Call call, Response reply, Picture after, News what) {
        Step step = new Step(world.agenda.now(), call, reply, picture, after, what);
        picture = after;
        news = what;
        judge.accept(step);
    }

    private Request clock() {
        return Request.cmd(Command.SET).arg(Texts.CLOCK).arg(world.agenda.now());
    }

    private static Request changed(Request request, Texts.Loaded script) {
        List<byte[]> arguments = ((RequestImpl) request).getArgs();
        Request changed = Request.cmd(Command.EVALSHA).arg(script.sha());
        arguments.stream().skip(1).forEach(argument -> changed.arg(Buffer.buffer(argument)));
        return changed;
    }

    private Request looking() {
        return Request.cmd(Command.EVALSHA).arg(look).arg(0).arg(lastMessage).arg(lastHint);
    }

    /** All keys of the shard. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        redis.send(Request.cmd(Command.KEYS).arg("{0}:*")).forEach(key -> keys.add(key.toString()));
        return keys;
    }

    /** In how many ms a key ends; negative for never. */
    long remaining(String key) {
        return redis.send(Request.cmd(Command.PTTL).arg(key)).toLong();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
