-- erase: ends everything that a user is doing, for good. The tokens that the user has do not count from now on.
-- KEYS: sessions conversations queue interests away gateways online messages events
-- ARGV: user life interval burst
-- INCLUDE: bucket session conversation queue
-- Declared besides: erased:, upload-limit: and question-limit: of the user; on: and inbox: of the session's gateway, log: and seen: of its
-- conversation, log: of the last one, and inbox:<partner's gateway> are believed.
-- `life` is how long a token of this user may be older than it is used, in ms; 0 where nobody can say.
-- Guarantees: nothing that the user sends joins the stream afterwards; repeated, it only moves the moment.
-- Answers: ok now | rate-limited wait

local limit = home .. 'question-limit:' .. user
local full_at, wait = take(tonumber(call('GET', limit) or 0), tonumber(interval), tonumber(burst))
if not full_at then
  return {'rate-limited', wait}
end
local session = load(user)
local partner = session and session.partner and load(session.partner)
if session and session.connection then
  need(on_of(session.gateway))
  need_inbox(session)
end
if partner then
  need_end(session, partner)
end
if session and session.last then
  need(log_of(session.last))
end
if #missing > 0 then
  return {'moved', missing}
end

call('DEL', home .. 'upload-limit:' .. user) -- the first write is one that a full Redis allows
call('SET', erased_of(user), now, unpack(life ~= '0' and {'PX', life} or {}))
if full_at > now then
  call('SET', limit, full_at, 'PX', math.ceil(full_at - now))
end
if not session then
  return {'ok', now}
end
local conversation = session.conversation
if partner then
  finish(user, session, 'left')
  call('DEL', log_of(conversation))
elseif session.state == 'waiting' then
  dequeue(user, session)
end
if session.last and session.last ~= conversation then
  call('DEL', log_of(session.last))
end
tell(session, 'session-erased', nil, nil, '{}')
if session.connection then
  call('SREM', on_of(session.gateway), user)
end
call('SREM', online, user)
call('ZREM', away, user)
call('HDEL', sessions, user)
return {'ok', now}
