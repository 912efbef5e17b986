-- append: puts an entry on an address, unless too many wait there.
-- ARGV: stream expires bound fields...
-- Declared: the stream.
-- Answers: ok id | unavailable

local key = home .. stream
if call('EXISTS', key) == 1 and call('XLEN', key) >= tonumber(bound) then
  return {'unavailable'}
end
local write = expires == '1' and put or call
return {'ok', write('XADD', key, '*', unpack(fields))}
