-- disconnect: a connection lets go of its session; the grace window starts.
-- KEYS: sessions recents queue interests away gateways online broken
-- ARGV: user connection
-- INCLUDE: session queue presence broken
-- Declared besides: on:<the gateway of the connection>.
-- Guarantees: nothing happens unless this very connection holds the session, or nobody can. Works while Redis is full.
-- Answers: ok | stale

local session = load(user)
if not session then
  discard(user)
end
if not session or session.connection ~= connection then
  return {'stale'}
end
need(on_of(session.gateway))
if #missing > 0 then
  return {'moved', missing}
end
depart(user, session)
return {'ok'}
