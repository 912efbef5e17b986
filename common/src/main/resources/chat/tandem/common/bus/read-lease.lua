-- read-lease: a reader enters the register of readers, or extends its lease. The stream and its group are made where
-- they are missing; a new group begins at `begin`: with `0` nothing that was appended before is passed over.
-- KEYS: readers
-- ARGV: stream group reader lease expires begin shared
-- INCLUDE: /chat/tandem/common/bus/about
-- Declared besides: the stream.
-- Guarantees: works while Redis is full.
-- Answers: ok lapsed now passed_by     (lapsed is 1 when the lease had run out before, or is new; passed_by when the
-- stream is shared, and what follows the last entry that the group was given has been trimmed)

local key, member = home .. stream, stream .. ':' .. reader
local before = call('ZSCORE', readers, member)
call('ZREM', readers, member) -- the first write is one that a full Redis allows: who empties it must be let in
local fresh = call('EXISTS', key) == 0
local last
for _, info in ipairs(fresh and {} or about('XINFO', 'GROUPS', key)) do
  if info[2] == group then
    last = info[8]
  end
end
if not last then
  about('XGROUP', 'CREATE', key, group, begin, 'MKSTREAM')
  if fresh and expires == '1' then
    call('PEXPIRE', key, SHARD_LIFE)
  end
end

-- Trimming goes up from the oldest: if nothing is left of what the group was given, it has reached what it was not.
local function passed_by()
  if shared == '0' or not last or last == '0-0' or call('XLEN', key) == 0 then
    return 0
  end
  return #call('XRANGE', key, '-', last, 'COUNT', 1) == 0 and 1 or 0
end

put('ZADD', readers, now + lease, member)
return {'ok', before and tonumber(before) > now and 0 or 1, now, passed_by()}
