-- next: ends the conversation named and takes a place in the queue, in one step.
-- KEYS: sessions recents conversations queue interests away gateways matcher messages events
-- ARGV: user connection conversation wanted...
-- INCLUDE: session bucket queue recents conversation
-- Declared besides: log:, seen: of the conversation, and the believed inbox:<partner's gateway>.
-- Guarantees: a late or doubled one names a conversation that is over and changes nothing.
-- Answers: ok since | stale | gone | wrong-state | rate-limited wait

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
if not holds(session, conversation) then
  return {'wrong-state'}
end
local bucket, wait = take(session.joinBucket, JOIN_INTERVAL, JOIN_BURST)
if not bucket then
  return {'rate-limited', wait}
end
need_end(session, partner_of(session))
if #missing > 0 then
  return {'moved', missing}
end
session.joinBucket = bucket
finish(user, session, 'next')
session.state, session.since = 'waiting', now
session.interests = #wanted > 0 and wanted or nil
enqueue(user, session)
save(user, session)
hint(user)
return {'ok', now}
