-- dead-letter: moves an entry that can never be done to the dead letters, with its reason, in one step.
-- KEYS: dead-letters
-- ARGV: stream group shared reason id
-- INCLUDE: /chat/tandem/common/bus/about /chat/tandem/common/bus/done
-- Declared besides: the stream.
-- Guarantees: an entry that is finished already is not moved again; full memory leaves it where it is.
-- Answers: ok moved

local key = home .. stream
if #call('XPENDING', key, group, id, id, 1) == 0 then
  return {'ok', 0}
end
local entry = call('XRANGE', key, id, id)[1]
if entry then
  local fields = entry[2]
  for name, value in pairs({stream = stream, entry = id, reason = reason, at = now}) do
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  call('XADD', dead_letters, 'MAXLEN', '~', 10000, '*', unpack(fields))
end
finish(key, group, {id})
return {'ok', entry and 1 or 0}
