-- leave-queue: a waiting user gives the place up; an idle one stays idle.
-- KEYS: sessions queue interests gateways
-- ARGV: user connection
-- INCLUDE: session queue
-- Answers: ok 0 past | stale | gone | wrong-state

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
if session.state == 'paired' then
  return {'wrong-state'}
end
if session.state == 'waiting' then
  dequeue(user, session)
  session.state, session.since, session.interests = 'idle', nil, nil
  save(user, session)
end
return {'ok', 0, past(session)}
