package chat.tandem.common.state.simulation;

import java.util.List;

/** Errors that a run must notice. */
final class Mutants {
    private static final String OWNER = "if session and session.connection == connection then";

    static final List<Mutant> ALL = List.of(
            new Mutant("SADD before SREM", "connect", """
                        call('SREM', on_of(session.gateway), user)
                      end
                      put('SADD', on_of(gateway), user)
                    """, """
                      end
                      put('SADD', on_of(gateway), user)
                      if not was_away then call('SREM', on_of(session.gateway), user) end
                    """),
            new Mutant(
                    "the state before the repeated id",
                    "send-message",
                    "local first = call('HGET', seen, field)\n",
                    """
                    if not holds(session, conversation) then return {'wrong-state'} end
                    local first = call('HGET', seen, field)
                    """),
            new Mutant("away not left on reconnect", "connect", "    call('ZREM', away, user)\n", ""),
            new Mutant("the deadline not looked at", "", "if deadline > 0 and now > deadline then", "if false then"),
            new Mutant("the gap not applied", "", "if gap <= GAP then", "if true then"),
            new Mutant("renewals are not heard", "renew", "local gap = kept_up()\n", "local gap = 0\n"),
            new Mutant(
                    "who is away may act",
                    "",
                    OWNER,
                    "if session and (session.connection or connection) == connection then"),
            new Mutant("everybody may act", "", OWNER, "if session then"),
            new Mutant(
                    "a late close ends the newer connection",
                    "disconnect",
                    "if not session or session.connection ~= connection then",
                    "if not session or not session.connection then"),
            new Mutant(
                    "written before moved",
                    "leave",
                    "need_end(session, partner_of(session))\n",
                    "need_end(session, partner_of(session))\ncall('HDEL', conversations, conversation)\n"),
            new Mutant(
                    "only the last partner is avoided",
                    "",
                    "table.concat(kept, '', math.max(1, #kept - RECENT_PARTNERS + 1))",
                    "kept[#kept]"),
            new Mutant(
                    "only the own last partners are avoided",
                    "pair",
                    "avoids(rows[user], other) or avoids(rows[other], user)",
                    "avoids(rows[user], other)"),
            new Mutant("last partners outlive the session", "expire", "      call('HDEL', recents, user)\n", ""),
            new Mutant("only one leaves the queue", "pair", "  begin(user, session, other, conversation)\n", """
                      local dequeue_both = dequeue
                      dequeue = function() end
                      begin(user, session, other, conversation)
                      dequeue = dequeue_both
                    """),
            new Mutant("met oneself", "pair", "other ~= user and queued(other)", "queued(other)"),
            new Mutant(
                    "matched while away",
                    "",
                    "    dequeue(user, session)\n  end\n  put('ZADD', away",
                    "  end\n  put('ZADD', away"),
            new Mutant(
                    "the place lost on reconnect",
                    "connect",
                    "      enqueue(user, session)\n",
                    "      session.since = now\n      enqueue(user, session)\n"),
            new Mutant("no hint and no place on reconnect", "connect", "      enqueue(user, session)\n", ""),
            new Mutant("no replay", "connect", "count > 0 and call", "false and call"),
            new Mutant(
                    "a gateway without a lease may connect",
                    "connect",
                    "if not lease or tonumber(lease) <= now then",
                    "if false then"),
            new Mutant("a repeated message is a new one", "send-message", "if first then", "if false then"),
            new Mutant("one side of the end", "", "  part(other, partner, user, conversation, reason)\n", ""),
            new Mutant(
                    "nobody is swept",
                    "sweep",
                    "return {'ok', now, call('ZCARD', queue), tonumber(upto), due - turn, users}",
                    "return {'ok', now, 0, tonumber(upto), 0, {}}"),
            new Mutant(
                    "the grace counted from now",
                    "expire",
                    "put('ZADD', away, due + IDLE_MEMORY, user)",
                    "call('ZREM', away, user)"));

    private Mutants() {}
}
