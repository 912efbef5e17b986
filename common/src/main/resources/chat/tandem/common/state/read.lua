-- read: moves the highest sequence that a user has read; never back.
-- KEYS: sessions conversations gateways messages
-- ARGV: user connection conversation sequence
-- INCLUDE: session
-- Declared besides: the believed inbox:<partner's gateway>.
-- Answers: ok | stale | gone | wrong-state | invalid-sequence (higher than exists)

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
if not holds(session, conversation) then
  return {'wrong-state'}
end
local read = tonumber(sequence)
if read > (tonumber(call('HGET', conversations, conversation)) or 0) then
  return {'invalid-sequence'}
end
if read <= (session.read or 0) then
  return {'ok'}
end
local partner = partner_of(session)
need_inbox(partner)
if #missing > 0 then
  return {'moved', missing}
end
session.read = read
save(user, session)
call('XADD', messages, '*', 'v', '1', 'type', 'read', 'conversation', conversation, 'user', user,
  'sequence', sequence, 'at', now)
tell(partner, 'message-read', conversation, nil,
  '{"conversationId":"' .. conversation .. '","sequence":' .. sequence .. '}')
return {'ok'}
