-- prelude: stands before every script. Above it the loader has put the deadline (ARGV[1]), the names of the
-- declared keys, the arguments, the settings and `now`, all as locals.

if deadline > 0 and now > deadline then
  return {'late'}
end

local declared, missing = {}, {}
for i = 1, #KEYS do
  declared[KEYS[i]] = true
end
local home = string.match(KEYS[1], '^(.-}:)')

local function inbox_of(gateway) return home .. 'inbox:' .. gateway end
local function on_of(gateway) return home .. 'on:' .. gateway end
local function log_of(conversation) return home .. 'log:' .. conversation end
local function seen_of(conversation) return home .. 'seen:' .. conversation end
local function upload_of(id) return home .. 'upload:' .. id end
local function erased_of(user) return home .. 'erased:' .. user end
local function at_of(place) return home .. 'at:' .. place end

-- Notes a key that the coming writes touch; `moved` names those that the caller did not declare.
local function need(key)
  if not declared[key] then
    declared[key] = false
    missing[#missing + 1] = key
  end
end

-- Every access goes through here, since Redis itself does not refuse an undeclared key.
local function call(command, key, ...)
  if not declared[key] then
    error('undeclared key')
  end
  return redis.call(command, key, ...)
end

-- A write that may make a key anew, and then gives it its lifetime.
local function put(command, key, ...)
  local fresh = call('EXISTS', key) == 0
  local reply = call(command, key, ...)
  if fresh then
    call('PEXPIRE', key, SHARD_LIFE)
  end
  return reply
end

-- Whether an inbox of so many entries is full. Its bytes, of which Redis keeps no count, are looked at each 64th time;
-- MEMORY USAGE reckons them from the oldest 1,000 blocks of some 4 KiB.
local function is_full(inbox, length)
  return length >= INBOX_BOUND
    or length % 64 == 63 and redis.call('MEMORY', 'USAGE', inbox, 'SAMPLES', 1000) >= INBOX_BYTES
end

-- Appends to a gateway's inbox. A gateway marked dead (lease 0) gets nothing more, and a full inbox marks it dead.
local function append(gateways, gateway, ...)
  local lease = call('ZSCORE', gateways, gateway)
  if not lease or tonumber(lease) == 0 then
    return false
  end
  local inbox = inbox_of(gateway)
  if is_full(inbox, call('XLEN', inbox)) then
    call('ZADD', gateways, 0, gateway)
    return false
  end
  return call('XADD', inbox, 'NOMKSTREAM', '*', ...)
end
