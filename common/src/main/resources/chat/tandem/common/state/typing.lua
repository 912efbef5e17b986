-- typing: tells the partner; nothing is kept.
-- KEYS: sessions gateways
-- ARGV: user connection conversation typing
-- INCLUDE: session
-- Declared besides: the believed inbox:<partner's gateway>.
-- Answers: ok | stale | gone | wrong-state

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
if not holds(session, conversation) then
  return {'wrong-state'}
end
local partner = partner_of(session)
need_inbox(partner)
if #missing > 0 then
  return {'moved', missing}
end
tell(partner, 'partner-typing', conversation, nil,
  '{"conversationId":"' .. conversation .. '","typing":' .. typing .. '}')
return {'ok'}
