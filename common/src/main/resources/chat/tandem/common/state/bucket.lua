-- bucket: rate limits.

-- A token bucket as one number, the moment at which it is full again: the new moment, or nil and the wait in ms.
-- What costs more than the bucket holds takes the whole of a full one; `cost` is 1 where it is left out.
local function take(full_at, interval, burst, cost)
  local base = math.max(full_at or 0, now)
  local taken = math.min(cost or 1, burst) * interval
  local wait = base + taken - now - burst * interval
  if wait > 0 then
    return nil, math.ceil(wait)
  end
  return base + taken
end
