-- dead-letter: moves an entry that can never be done to the dead letters, with its reason, in one step.
-- KEYS: dead-letters
-- ARGV: stream group shared kept reason id
-- INCLUDE: /chat/tandem/common/bus/bytes /chat/tandem/common/bus/done
-- Declared besides: the stream, and its count of bytes where it has one.
-- Guarantees: an entry that is finished already is not moved again; full memory leaves it where it is, and so do full
-- dead letters where the address must lose nothing (`kept`). Nothing is ever thrown away to make room.
-- Answers: ok moved | unavailable

local key = home .. stream
if #call('XPENDING', key, group, id, id, 1) == 0 then
  return {'ok', 0}
end
local entry = call('XRANGE', key, id, id)[1]
local full = call('XLEN', dead_letters) >= DEAD_LETTERS
if entry and full and kept == '1' then
  return {'unavailable'}
end
local size = entry and data_size(entry[2]) or 0
if entry and not full then
  local fields = entry[2]
  for name, value in pairs({stream = stream, entry = id, reason = reason, at = now}) do
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  call('XADD', dead_letters, '*', unpack(fields))
end
finish(key, group, {id}, {size})
return {'ok', entry and not full and 1 or 0}
