-- standstill: what lapses later, because Redis stood still. Needs: gateways, away, readers, tick.

local function move(key, by)
  local members = call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for i = 1, #members, 2 do
    local moment = tonumber(members[i + 1])
    if moment > 0 then
      call('ZADD', key, moment + by, members[i])
    end
  end
end

-- Notes that the shard is kept up at this moment; gateways that renew and matchers that tick do so. Where none of them
-- was heard for long, Redis stood still, or all of them did, and nobody could renew a lease or come back: every moment
-- is moved by that. Where matchers alone stand still, the gateways' renewals are heard, and a lease that nobody renews
-- lapses. One gateway alone renews each third of a lease only, so for leases more than that is long.
-- Answers the gap in ms; 0 where it was short.
local function kept_up()
  local last = tonumber(call('GET', tick))
  local gap = last and now - last or 0
  call('SET', tick, now, 'PX', SHARD_LIFE)
  if gap <= GAP then
    return 0
  end
  move(away, gap)
  move(readers, gap)
  if gap > LEASE * 2 / 5 then
    move(gateways, gap)
  end
  return gap
end
