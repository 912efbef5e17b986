package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Script;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.model.PlainRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The scripts' real texts as Redis gets them in a run: time is virtual, the lock of the tick too, and a chunk of a dead
 * gateway is small and sorted. A mutant changes one of them further.
 */
final class Texts {
    static final String CLOCK = "simulation:now";

    private static final List<String> STATE = List.of(
            "connect",
            "join-queue",
            "next",
            "leave-queue",
            "send-message",
            "typing",
            "read",
            "leave",
            "disconnect",
            "renew",
            "reap");
    private static final List<String> UPKEEP = List.of("pair", "expire", "tick", "sweep");

    /** By the SHA-1 of the real text. */
    private final Map<String, Loaded> loaded = new HashMap<>();

    /** A script that Redis knows. */
    record Loaded(String name, String sha) {}

    private Texts() {}

    static Texts load(PlainRedis redis, Mutant mutant) {
        Texts texts = new Texts();
        STATE.forEach(name -> texts.load(redis, mutant, Script.load(ShardState.class, name, Times.SETTINGS)));
        UPKEEP.forEach(name -> texts.load(redis, mutant, Script.load(ShardUpkeep.class, name, Times.SETTINGS)));
        return texts;
    }

    private void load(PlainRedis redis, Mutant mutant, Script script) {
        String text = replace(
                script.source(),
                "local time = redis.call('TIME')\nlocal now = time[1] * 1000 + math.floor(time[2] / 1000)\n",
                "local now = tonumber(redis.call('GET', '" + CLOCK + "'))\n");
        if (script.name().equals("tick")) {
            text = replace(
                    text,
                    "if not call('SET', tick_lock, holder, 'NX', 'PX', length) then",
                    "local held = tonumber(call('GET', tick_lock) or 0)\n"
                            + "if held <= now then call('SET', tick_lock, now + length) else");
        }
        if (script.name().equals("reap")) {
            text = replace(
                    text,
                    "call('SRANDMEMBER', on_of(gateway), 200)",
                    "(function() local all = call('SMEMBERS', on_of(gateway)) table.sort(all)"
                            + " return {unpack(all, 1, 3)} end)()");
        }
        text = mutant.of(script.name(), text);
        Request load = Request.cmd(Command.SCRIPT).arg("LOAD").arg(text);
        loaded.put(script.sha(), new Loaded(script.name(), redis.send(load).toString()));
    }

    static String replace(String text, String what, String with) {
        if (!text.contains(what)) {
            throw new IllegalStateException("the scripts no longer hold: " + what);
        }
        return text.replace(what, with);
    }

    Loaded of(String realSha) {
        Loaded script = loaded.get(realSha);
        if (script == null) {
            throw new IllegalStateException("a script that the simulation does not know");
        }
        return script;
    }
}
