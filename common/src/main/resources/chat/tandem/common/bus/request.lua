-- request: puts a request on a service's address, with the moment after which nobody waits for its answer.
-- ARGV: stream bound patience fields...
-- Declared: the stream.
-- Answers: ok id | unavailable

local key = home .. stream
if call('EXISTS', key) == 1 and call('XLEN', key) >= tonumber(bound) then
  return {'unavailable'}
end
fields[#fields + 1] = 'deadline'
fields[#fields + 1] = now + patience
return {'ok', put('XADD', key, '*', unpack(fields))}
