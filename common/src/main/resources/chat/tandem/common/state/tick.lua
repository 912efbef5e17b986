-- tick: who gets the lock does the upkeep of this moment. After a stop of Redis it moves every lease and every due
-- moment forward by the gap before anybody judges them, unless a renewal did.
-- KEYS: sessions recents conversations queue interests blocks away gateways online broken readers tick tick-lock matcher media requests
-- ARGV: holder length
-- INCLUDE: standstill
-- Lives on: every fixed key of the shard. Blocks that are over are swept, whoever has the lock.
-- Answers: ok gap lapsed_gateways now | busy

call('ZREMRANGEBYSCORE', blocks, '-inf', now) -- the first write is one that a full Redis allows
if not call('SET', tick_lock, holder, 'NX', 'PX', length) then
  return {'busy'}
end
local gap = kept_up()
for i = 1, #KEYS do
  if KEYS[i] ~= tick_lock then
    call('PEXPIRE', KEYS[i], SHARD_LIFE)
  end
end
return {'ok', gap, call('ZRANGEBYSCORE', gateways, '-inf', now), now}
