-- requeue: puts a dead letter on its address again, as a new entry, in one step with taking it off the dead letters.
-- KEYS: dead-letters
-- ARGV: stream expires bound id
-- INCLUDE: /chat/tandem/common/bus/bytes
-- Declared besides: the stream, and its count of bytes where it has one.
-- Guarantees: one that somebody else has put back or discarded is not put back again.
-- Answers: ok moved | unavailable

local entry = call('XRANGE', dead_letters, id, id)[1]
if not entry then
  return {'ok', 0}
end
local key = home .. stream
if call('EXISTS', key) == 1 and call('XLEN', key) >= tonumber(bound) then
  return {'unavailable'}
end
-- The last four fields are those that dead-letter added; a field of the entry may have the same name.
local fields = entry[2]
local write = expires == '1' and put or call
write('XADD', key, '*', unpack(fields, 1, #fields - 8))
count_bytes(key, data_size(fields))
call('XDEL', dead_letters, id)
return {'ok', 1}
