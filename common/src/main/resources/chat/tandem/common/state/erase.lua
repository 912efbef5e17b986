-- erase: ends everything that a user is doing, for good. Where there is something to protect, the tokens that the user
-- has do not count from now on.
-- KEYS: sessions recents conversations queue interests away gateways online broken messages events
-- ARGV: user life protect interval burst
-- INCLUDE: bucket session recents conversation queue broken
-- Declared besides: erased:, upload-limit: and question-limit: of the user; on: and inbox: of the session's gateway, log:
-- and seen: of its conversation, log: of the last one, and inbox:<partner's gateway> are believed.
-- `life` is how long a token of this user may be older than it is used, in ms; 0 where nobody can say. `protect` is 1
-- where the caller knows of something to protect; where the user was matched in this session, was erased before, or
-- cannot be read, there is in any case. A `burst` of 0: the call does not count as a question.
-- Guarantees: nothing that the user sends joins the stream afterwards; repeated, it only moves the moment.
-- Answers: ok now protected | rate-limited wait

local limit = home .. 'question-limit:' .. user
local full_at, wait = 0, 0
if burst ~= '0' then
  full_at, wait = take(tonumber(call('GET', limit) or 0), tonumber(interval), tonumber(burst))
end
if not full_at then
  return {'rate-limited', wait}
end
local session = load(user)
local paired = session and session.state == 'paired'
if session and session.connection then
  need(on_of(session.gateway))
  need_inbox(session)
end
if paired then
  need_end(session, partner_of(session))
end
if session and session.last then
  need(log_of(session.last))
end
if #missing > 0 then
  return {'moved', missing}
end

call('DEL', home .. 'upload-limit:' .. user) -- the first write is one that a full Redis allows
local unread = not session and call('HEXISTS', sessions, user) == 1
local matched = session and (session.conversation or session.last)
local protected = (protect == '1' or matched or unread or call('EXISTS', erased_of(user)) == 1) and 1 or 0
if protected == 1 then
  call('SET', erased_of(user), now, unpack(life ~= '0' and {'PX', life} or {}))
end
if full_at > now then
  call('SET', limit, full_at, 'PX', math.ceil(full_at - now))
end
if not session then
  discard(user)
  return {'ok', now, protected}
end
local conversation = session.conversation
if paired then
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
call('HDEL', recents, user)
return {'ok', now, protected}
