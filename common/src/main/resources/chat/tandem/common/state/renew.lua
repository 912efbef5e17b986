-- renew: a gateway enters the registry, or extends its lease, however late it comes.
-- KEYS: sessions recents conversations queue interests blocks away gateways online broken readers tick matcher media requests
-- ARGV: gateway enter
-- INCLUDE: standstill
-- Declared besides: inbox:<gateway>, on:<gateway>.
-- Guarantees: a gateway that was marked dead or removed, or whose inbox is gone, is told so and never revived.
-- A lease is extended while Redis is full too; a new gateway is not entered then.
-- Lives on: every fixed key of the shard, and the gateway's own.
-- Answers: ok lease_until online now gap | gone     (by `gap` every moment was moved, in ms, because Redis stood still)

local inbox, on = inbox_of(gateway), on_of(gateway)
need(inbox)
need(on)
if #missing > 0 then
  return {'moved', missing}
end
local lease = tonumber(call('ZSCORE', gateways, gateway))
if not lease and enter == '1' then
  call('XADD', inbox, '*', 'registered', now)
  call('SADD', on, '')
elseif not lease or lease == 0 then
  return {'gone'}
elseif call('EXISTS', inbox) + call('EXISTS', on) < 2 then
  call('ZADD', gateways, 0, gateway)
  return {'gone'}
end
for i = 1, #KEYS do
  call('PEXPIRE', KEYS[i], SHARD_LIFE) -- the first write is one that a full Redis allows
end
local gap = kept_up()
put('ZADD', gateways, now + LEASE, gateway)
return {'ok', now + LEASE, call('SCARD', online), now, gap}
