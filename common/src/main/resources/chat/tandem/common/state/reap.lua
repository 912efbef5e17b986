-- reap: lets the users of a dead gateway go away, 200 at a time, and at last removes it.
-- KEYS: sessions recents queue interests away gateways online broken
-- ARGV: gateway own
-- INCLUDE: session queue presence broken
-- Declared besides: on:<gateway>, inbox:<gateway>. `own` is 1 when a gateway that stops removes itself.
-- Guarantees: a gateway whose lease holds is left alone (unless it is its own wish); from the first chunk on it is
-- marked dead, so nobody appends to its inbox and its lease is never renewed.
-- Answers: ok users_left | alive

local lease = call('ZSCORE', gateways, gateway)
if not lease then
  return {'ok', 0}
end
if tonumber(lease) > now and own ~= '1' then
  return {'alive'}
end
need(on_of(gateway))
need(inbox_of(gateway))
if #missing > 0 then
  return {'moved', missing}
end
for _, user in ipairs(call('SRANDMEMBER', on_of(gateway), 200)) do
  local session = load(user)
  if session and session.gateway == gateway then
    depart(user, session)
  elseif user ~= '' then
    call('SREM', on_of(gateway), user)
    if not session then
      discard(user)
    end
  end
end
local left = call('SCARD', on_of(gateway)) - call('SISMEMBER', on_of(gateway), '')
if left > 0 then
  call('ZADD', gateways, 0, gateway)
  return {'ok', left}
end
call('ZREM', gateways, gateway)
call('DEL', inbox_of(gateway))
call('DEL', on_of(gateway))
return {'ok', 0}
