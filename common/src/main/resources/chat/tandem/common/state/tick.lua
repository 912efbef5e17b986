-- tick: who gets the lock does the upkeep of this moment. After a stop of Redis or of all matchers it moves every
-- lease and every due moment forward by the gap before anybody judges them.
-- KEYS: sessions conversations queue interests blocks away gateways online readers tick tick-lock matcher media requests
-- ARGV: holder length
-- Lives on: every fixed key of the shard. Blocks that are over are swept, whoever has the lock.
-- Answers: ok gap lapsed_gateways now | busy

call('ZREMRANGEBYSCORE', blocks, '-inf', now) -- the first write is one that a full Redis allows
if not call('SET', tick_lock, holder, 'NX', 'PX', length) then
  return {'busy'}
end
local last = tonumber(call('GET', tick))
local gap = last and now - last or 0
if gap > GAP then
  for _, key in ipairs({gateways, away, readers}) do
    local members = call('ZRANGE', key, 0, -1, 'WITHSCORES')
    for i = 1, #members, 2 do
      local moment = tonumber(members[i + 1])
      if moment > 0 then
        call('ZADD', key, moment + gap, members[i])
      end
    end
  end
else
  gap = 0
end
call('SET', tick, now)
for i = 1, #KEYS do
  if KEYS[i] ~= tick_lock then
    call('PEXPIRE', KEYS[i], SHARD_LIFE)
  end
end
return {'ok', gap, call('ZRANGEBYSCORE', gateways, '-inf', now), now}
