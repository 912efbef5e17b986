-- join-queue: an idle user takes a place in the queue; one who waits already keeps it, with new interests.
-- KEYS: sessions queue interests gateways matcher
-- ARGV: user connection wanted...
-- INCLUDE: session bucket queue
-- Answers: ok since past | stale | gone | wrong-state | rate-limited wait

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
if session.state == 'paired' then
  return {'wrong-state'}
end
local bucket, wait = take(session.joinBucket, JOIN_INTERVAL, JOIN_BURST)
if not bucket then
  return {'rate-limited', wait}
end
session.joinBucket = bucket
if session.state == 'waiting' then
  dequeue(user, session)
else
  session.state, session.since = 'waiting', now
end
session.interests = #wanted > 0 and wanted or nil
enqueue(user, session)
save(user, session)
hint(user)
return {'ok', session.since, past(session)}
