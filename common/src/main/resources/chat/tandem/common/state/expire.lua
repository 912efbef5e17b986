-- expire: carries out what is due for users who are away.
-- KEYS: sessions recents conversations queue interests away gateways online broken messages events
-- ARGV: limit
-- INCLUDE: session recents conversation broken
-- Declared besides: the believed log:, seen: and inbox: of those who are due.
-- Guarantees: each user's step is done whole or not at all; the next moment is computed from the due one, which a
-- gap may have moved. Works while Redis is full.
-- Answers: ok done | moved names done

local function announce(user, session, partner, due)
  local ends = due + GRACE - math.min(ANNOUNCE_AFTER, GRACE)
  session.announced = true
  put('ZADD', away, ends, user)
  save(user, session)
  tell(partner, 'partner-disconnected', session.conversation, nil,
    '{"conversationId":"' .. session.conversation .. '","until":' .. ends .. '}')
end

local function give_up(user, session, due)
  session.state, session.since, session.interests = 'idle', nil, nil
  put('ZADD', away, due + IDLE_MEMORY, user)
  save(user, session)
end

call('PEXPIRE', away, SHARD_LIFE) -- the first write is one that a full Redis allows
local done = 0
for _, user in ipairs(call('ZRANGEBYSCORE', away, '-inf', now, 'LIMIT', 0, limit)) do
  local session = load(user)
  local due = tonumber(call('ZSCORE', away, user))
  if not due or due > now then
    -- The partner's step in this very batch ended their conversation and moved this one on.
  elseif session and not session.connection and session.state == 'paired' then
    local partner = partner_of(session)
    local over = session.announced or not partner
    local before = #missing
    if over then
      need_end(session, partner)
    else
      need_inbox(partner)
    end
    if #missing == before and not over then
      announce(user, session, partner, due)
      done = done + 1
    elseif #missing == before then
      finish(user, session, 'expired')
      give_up(user, session, due)
      done = done + 1
    end
  elseif session and not session.connection and session.state == 'waiting' then
    give_up(user, session, due)
    done = done + 1
  else
    if not session then
      discard(user)
    elseif not session.connection then
      call('HDEL', sessions, user)
      call('HDEL', recents, user)
    end
    call('ZREM', away, user)
    done = done + 1
  end
end
if #missing > 0 then
  return {'moved', missing, done}
end
return {'ok', done}
