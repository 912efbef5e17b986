-- append: puts an entry on an address, unless too many wait there.
-- ARGV: stream expires bound fields...
-- INCLUDE: /chat/tandem/common/bus/bytes
-- Declared: the stream, and its count of bytes where it has one.
-- Answers: ok id | unavailable

local key = home .. stream
if call('EXISTS', key) == 1 and call('XLEN', key) >= tonumber(bound) then
  return {'unavailable'}
end
local write = expires == '1' and put or call
local id = write('XADD', key, '*', unpack(fields))
count_bytes(key, data_size(fields))
return {'ok', id}
