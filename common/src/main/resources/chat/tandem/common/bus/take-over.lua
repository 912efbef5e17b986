-- take-over: gives a reader what others took and did not finish, but only if their lease has run out.
-- KEYS: readers
-- ARGV: stream group reader count
-- INCLUDE: /chat/tandem/common/bus/about
-- Declared besides: the stream, whose group exists.
-- Guarantees: a reader that is alive keeps what it has, however long that takes.
-- Answers: ok entries

local key = home .. stream
local taken = {}

local function lapsed(other)
  local lease = call('ZSCORE', readers, stream .. ':' .. other)
  return other ~= reader and not (lease and tonumber(lease) > now)
end

-- An entry that was deleted from the stream comes back as false, or not at all: nothing is left to do for it.
local function claim(ids)
  local found = {}
  for _, entry in ipairs(call('XCLAIM', key, group, reader, 0, unpack(ids))) do
    if entry then
      taken[#taken + 1] = entry
      found[entry[1]] = true
    end
  end
  for _, id in ipairs(ids) do
    if not found[id] then
      call('XACK', key, group, id)
    end
  end
end

for _, info in ipairs(about('XINFO', 'CONSUMERS', key, group)) do
  local other, room = info[2], tonumber(count) - #taken
  if room > 0 and lapsed(other) then
    local ids = {}
    for _, pending in ipairs(call('XPENDING', key, group, '-', '+', room, other)) do
      ids[#ids + 1] = pending[1]
    end
    if #ids > 0 then
      claim(ids)
    end
    if #ids < room then
      about('XGROUP', 'DELCONSUMER', key, group, other)
      call('ZREM', readers, stream .. ':' .. other)
    end
  end
end
return {'ok', taken}
