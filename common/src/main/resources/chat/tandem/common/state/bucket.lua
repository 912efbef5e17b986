-- bucket: rate limits.

-- A token bucket as one number, the moment at which it is full again: the new moment, or nil and the wait in ms.
local function take(full_at, interval, burst)
  local base = math.max(full_at or 0, now)
  local wait = base + interval - now - burst * interval
  if wait > 0 then
    return nil, math.ceil(wait)
  end
  return base + interval
end
