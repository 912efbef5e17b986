-- request: puts a request on a service's address, with the moment after which nobody waits for its answer.
-- ARGV: stream bound patience limited interval burst fields...
-- INCLUDE: bucket
-- Declared: the stream, and question-limit: of `limited`.
-- `limited` is the user against whose limit the request counts, empty where it counts against none.
-- Answers: ok id | rate-limited wait | unavailable

local limit, full_at, wait = home .. 'question-limit:' .. limited, nil, nil
if limited ~= '' then
  full_at, wait = take(tonumber(call('GET', limit) or 0), tonumber(interval), tonumber(burst))
  if not full_at then
    return {'rate-limited', wait}
  end
end
local key = home .. stream
if call('EXISTS', key) == 1 and call('XLEN', key) >= tonumber(bound) then
  return {'unavailable'}
end
fields[#fields + 1] = 'deadline'
fields[#fields + 1] = now + patience
local id = put('XADD', key, '*', unpack(fields))
if full_at and full_at > now then
  call('SET', limit, full_at, 'PX', math.ceil(full_at - now))
end
return {'ok', id}
