-- count-guest: counts a guest that is to be made for a network, whichever gateway makes it.
-- ARGV: network interval burst
-- INCLUDE: bucket
-- Declared: guests: of the network.
-- Answers: ok | rate-limited wait

local limit = home .. 'guests:' .. network
local full_at, wait = take(tonumber(call('GET', limit) or 0), tonumber(interval), tonumber(burst))
if not full_at then
  return {'rate-limited', wait}
end
if full_at > now then
  call('SET', limit, full_at, 'PX', math.ceil(full_at - now))
end
return {'ok'}
