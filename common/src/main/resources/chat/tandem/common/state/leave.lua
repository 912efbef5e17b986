-- leave: ends the conversation named.
-- KEYS: sessions recents conversations away gateways messages events
-- ARGV: user connection conversation
-- INCLUDE: session recents conversation
-- Declared besides: log:, seen: of the conversation, and the believed inbox:<partner's gateway>.
-- Guarantees: a late or doubled one changes nothing. Works while Redis is full.
-- Answers: ok | stale | gone | wrong-state

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
if not holds(session, conversation) then
  return {'wrong-state'}
end
need_end(session, partner_of(session))
if #missing > 0 then
  return {'moved', missing}
end
finish(user, session, 'left')
save(user, session)
return {'ok'}
