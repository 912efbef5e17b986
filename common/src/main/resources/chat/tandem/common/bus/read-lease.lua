-- read-lease: a reader enters the register of readers, or extends its lease. The stream and its group are made where
-- they are missing; a new group begins with the oldest entry, so nothing that was appended before is passed over.
-- KEYS: readers
-- ARGV: stream group reader lease expires
-- INCLUDE: /chat/tandem/common/bus/about
-- Declared besides: the stream.
-- Answers: ok lapsed now     (lapsed is 1 when the lease had run out before, or is new)

local key = home .. stream
local fresh = call('EXISTS', key) == 0
local exists = false
for _, info in ipairs(fresh and {} or about('XINFO', 'GROUPS', key)) do
  exists = exists or info[2] == group
end
if not exists then
  about('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM')
  if fresh and expires == '1' then
    call('PEXPIRE', key, SHARD_LIFE)
  end
end
local member = stream .. ':' .. reader
local before = call('ZSCORE', readers, member)
put('ZADD', readers, now + lease, member)
return {'ok', before and tonumber(before) > now and 0 or 1, now}
