-- connect: a connection takes its user's session, on whatever gateway it was before.
-- KEYS: sessions recents conversations queue interests away gateways online broken matcher messages events
-- ARGV: user gateway connection name resume_conversation resume_sequence believed seen keep issued
-- INCLUDE: session queue recents conversation broken
-- Declared besides: on:<gateway>, erased: of the user, and what the caller believes in of inbox:<old gateway>, on:<old gateway>,
-- inbox:<partner's gateway>, log:<conversation> of the one that goes on and of the one resumed, and seen: of one whose
-- other side is gone.
-- Guarantees: exactly one connection holds the session afterwards, and the one before is told. With the same
-- connection again it is a repeat: it replaces nobody and answers the same.
-- A verification names the state that the gateway believes in as `believed`, with its conversation as `resume` and the
-- highest sequence `seen` there: it leaves a session alone that another connection holds (`stale`), says where Redis
-- knows less than the gateway (`state-lost`), and keeps what is left only with `keep` (else `gone`). Ids of
-- conversations grow with time, so one that is older than the session's has passed; it is not lost where its log shows
-- that this Redis knew it.
-- A session that cannot be read is none; a conversation whose other side or counter is gone ends with `state-lost`.
-- Who was erased is let in by a token that was `issued` (in ms) later, and by no other.
-- Answers: gone | erased | stale | state-lost | ok state since online ended paired
-- `paired` is {} or conversation, partner, partner_name, partner_online, sequence, missed; `ended` are lists of
-- conversation, reason, and, of the one that a verification believed in, the same of its last moments.

local lease = call('ZSCORE', gateways, gateway)
if not lease or tonumber(lease) <= now then
  return {'gone'}
end
local erased_at = call('GET', erased_of(user))
if erased_at and tonumber(issued) <= tonumber(erased_at) then
  return {'erased'}
end
local session = load(user)
local highest = session and session.conversation and tonumber(call('HGET', conversations, session.conversation)) or 0
if believed == 'paired' then
  need(log_of(resume_conversation))
  if #missing > 0 then
    return {'moved', missing}
  end
end
if believed ~= '' then
  if session and session.connection and session.connection ~= connection then
    return {'stale'}
  end
  local known = believed == 'idle' or session and believed == 'waiting' and session.state ~= 'idle'
    or session and believed == 'paired' and (session.last == resume_conversation
      or session.conversation == resume_conversation and highest >= tonumber(seen)
      or ((session.last or '') > resume_conversation or (session.conversation or '') > resume_conversation)
        and call('EXISTS', log_of(resume_conversation)) == 1)
  if not known then
    return {'state-lost'}
  end
  if keep ~= '1' then
    return {'gone'}
  end
end
local fresh = not session
session = session or {state = 'idle'}
local repeated = session.connection == connection
local was_away = not session.connection
local partner = partner_of(session)
local over = session.state == 'paired' and not (partner and call('HEXISTS', conversations, session.conversation) == 1)

need(on_of(gateway))
if not was_away then
  need(on_of(session.gateway))
  if not repeated then
    need(inbox_of(session.gateway))
  end
end
if over then
  need_end(session, partner)
elseif partner then
  need(log_of(session.conversation))
  if session.announced then
    need_inbox(partner)
  end
end
if #missing > 0 then
  return {'moved', missing}
end

if fresh then
  discard(user)
elseif over then
  finish(user, session, 'state-lost')
  session.told, partner = nil, nil
end
local believed_last = believed ~= '' and session.last == resume_conversation

-- A conversation with its newest messages, as far as the client has not seen them.
local function talk(conversation, other, online, sequence)
  local from = resume_conversation == conversation and tonumber(resume_sequence) or 0
  local count, person = math.min(LOG, sequence - from), load(other)
  return {conversation, other, person and person.name or '', online, sequence,
    count > 0 and call('LRANGE', log_of(conversation), -count, -1) or {}}
end

-- What has ended and was not told yet, and what the client believes in and is over.
local ended = {}
if session.last and (not session.told or session.told == connection or session.last == resume_conversation) then
  ended[1] = {session.last, session.lastReason}
  session.told = connection
  if believed_last then
    -- What the partner said before it ended may have been on its way.
    local newest = call('LINDEX', log_of(session.last), -1)
    local sequence = newest and tonumber(string.match(newest, '"sequence":(%d+),"sentAt":%d+}$')) or 0
    -- Whoever ended it by a command was there to do so.
    ended[1][3] = talk(session.last, session.recent, session.lastReason == 'expired' and 0 or 1, sequence)
  end
end
if resume_conversation ~= '' and resume_conversation ~= session.conversation
    and resume_conversation ~= session.last then
  table.insert(ended, 1, {resume_conversation, 'expired'})
end

if repeated then
  if session.gateway ~= gateway then
    call('SREM', on_of(session.gateway), user)
    put('SADD', on_of(gateway), user)
    session.gateway = gateway
  end
else
  if not was_away then
    tell(session, 'session-replaced', nil, nil, '{}')
    call('SREM', on_of(session.gateway), user)
  end
  put('SADD', on_of(gateway), user)
  put('SADD', online, user)
  session.gateway, session.connection = gateway, connection
  if was_away then
    call('ZREM', away, user)
    if session.state == 'waiting' then
      enqueue(user, session)
      hint(user)
    end
  end
  if session.announced then
    session.announced = nil
    tell(partner, 'partner-reconnected', session.conversation, nil,
      '{"conversationId":"' .. session.conversation .. '"}')
  end
end
if name ~= '' then
  session.name = name
end
save(user, session)

return {'ok', session.state, session.since or 0, call('SCARD', online), ended,
  partner and talk(session.conversation, session.partner, partner.announced and 0 or 1, highest) or {}}
