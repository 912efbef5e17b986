-- connect: a connection takes its user's session, on whatever gateway it was before.
-- KEYS: sessions conversations queue interests away gateways online matcher
-- ARGV: user gateway connection name resume_conversation resume_sequence
-- INCLUDE: session queue
-- Declared besides: on:<gateway>, and what the caller believes in of inbox:<old gateway>, on:<old gateway>,
-- inbox:<partner's gateway>, log:<conversation>.
-- Guarantees: exactly one connection holds the session afterwards, and the one before is told. With the same
-- connection again it is a repeat: it replaces nobody and answers the same.
-- Answers: ok state since conversation partner partner_name partner_online sequence online ended missed

local lease = call('ZSCORE', gateways, gateway)
if not lease or tonumber(lease) <= now then
  return {'gone'}
end
local session = load(user) or {state = 'idle'}
local repeated = session.connection == connection
local was_away = not session.connection
local partner = session.partner and load(session.partner)

need(on_of(gateway))
if not was_away and not repeated then
  need(inbox_of(session.gateway))
  need(on_of(session.gateway))
end
if partner then
  need(log_of(session.conversation))
  if session.announced then
    need_inbox(partner)
  end
end
if #missing > 0 then
  return {'moved', missing}
end

-- What has ended and was not told yet, and what the client believes in and is over.
local ended = {}
if session.last and (not session.told or session.told == connection or session.last == resume_conversation) then
  ended[1] = {session.last, session.lastReason}
  session.told = connection
end
if resume_conversation ~= '' and resume_conversation ~= session.conversation
    and resume_conversation ~= session.last then
  table.insert(ended, 1, {resume_conversation, 'expired'})
end

if not repeated then
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

local sequence, log = 0, {}
if partner then
  sequence = tonumber(call('HGET', conversations, session.conversation)) or 0
  local count = LOG
  if resume_conversation == session.conversation then
    count = math.min(LOG, sequence - tonumber(resume_sequence))
  end
  if count > 0 then
    log = call('LRANGE', log_of(session.conversation), -count, -1)
  end
end
return {'ok', session.state, session.since or 0, session.conversation or '', session.partner or '',
  partner and partner.name or '', partner and not partner.announced and 1 or 0, sequence,
  call('SCARD', online), ended, log}
