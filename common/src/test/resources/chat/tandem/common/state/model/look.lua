-- look: moves the test's time and shows everything; for tests only.
-- ARGV: how far time moves in ms, 1 to show, conversations to show in full
-- `clock:seconds` and `clock:micros` are what the scripts under test take for TIME. Keys end in that time too: what
-- real time took from their remaining time is given back, and what the moves take is taken, once it is a quarter of a
-- second. Of the sessions only those are shown that changed since the last look; of the others stands `=`.
-- Of a stream its length and what was added since the last look are shown.
-- Answers: a list of key, remaining ms, content (as text or nested lists)

local REAL_LIFE = 100000000 -- as in Rules

redis.replicate_commands()
local real = redis.call('TIME')
local real_now = real[1] * 1000 + math.floor(real[2] / 1000)
local moved = tonumber(ARGV[1])
local owed = tonumber(redis.call('GET', 'clock:owed') or 0) + moved
  - (real_now - tonumber(redis.call('GET', 'clock:real') or real_now))
redis.call('SET', 'clock:real', string.format('%d', real_now))
if moved > 0 then
  local now = redis.call('GET', 'clock:seconds') * 1000 + redis.call('GET', 'clock:micros') / 1000 + moved
  redis.call('SET', 'clock:seconds', string.format('%d', math.floor(now / 1000)))
  redis.call('SET', 'clock:micros', string.format('%d', (now % 1000) * 1000))
end

local keys = redis.call('KEYS', '{*')
if math.abs(owed) > 250 then
  for _, key in ipairs(keys) do
    local remaining = redis.call('PTTL', key)
    if remaining >= 0 and remaining - REAL_LIFE <= owed then
      redis.call('DEL', key)
    elseif remaining >= 0 then
      redis.call('PEXPIRE', key, remaining - owed)
    end
  end
  owed = 0
end
redis.call('SET', 'clock:owed', owed)
if ARGV[2] ~= '1' then
  return {}
end

local full = {}
for i = 3, #ARGV do
  full[ARGV[i]] = true
end

local function changed_sessions(key)
  local before, now = {}, redis.call('HGETALL', key)
  local shown = redis.call('HGETALL', 'clock:sessions')
  for i = 1, #shown, 2 do
    before[shown[i]] = shown[i + 1]
  end
  for i = 1, #now, 2 do
    if before[now[i]] == now[i + 1] then
      now[i + 1] = '='
    else
      redis.call('HSET', 'clock:sessions', now[i], now[i + 1])
      now[i + 1] = cjson.encode(cmsgpack.unpack(now[i + 1]))
    end
  end
  return now
end

local function recents(key)
  local rows = redis.call('HGETALL', key)
  for i = 2, #rows, 2 do
    local shown = {}
    for j = 1, #rows[i], 12 do
      local mark, till = struct.unpack('>I6I6', rows[i], j)
      shown[#shown + 1] = string.format('%012x %d', mark, till)
    end
    rows[i] = table.concat(shown, ',')
  end
  return rows
end

local function content(key, name, kind)
  local conversation = string.match(name, '^%a+:(.+)$')
  local whole = full['*'] or full[conversation]
  if name == 'sessions' then
    return changed_sessions(key)
  elseif name == 'recents' then
    return recents(key)
  elseif kind == 'hash' then
    if string.sub(name, 1, 5) == 'seen:' and not whole then
      return tostring(redis.call('HLEN', key))
    end
    return redis.call('HGETALL', key)
  elseif kind == 'list' then
    if not whole then
      return {tostring(redis.call('LLEN', key)), redis.call('LINDEX', key, 0), redis.call('LINDEX', key, -1)}
    end
    return redis.call('LRANGE', key, 0, -1)
  elseif kind == 'zset' then
    return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'set' then
    return redis.call('SMEMBERS', key)
  elseif kind == 'stream' then
    local entries = redis.call('XRANGE', key, '(' .. (redis.call('HGET', 'clock:shown', key) or '0-0'), '+')
    if #entries > 0 then
      redis.call('HSET', 'clock:shown', key, entries[#entries][1])
    end
    return {tostring(redis.call('XLEN', key)), entries}
  end
  return redis.call('GET', key)
end

local shown = {}
for _, key in ipairs(keys) do
  local remaining = redis.call('PTTL', key)
  if remaining ~= -2 then
    local kind = redis.call('TYPE', key).ok
    if remaining >= 0 then
      remaining = math.max(0, remaining - REAL_LIFE)
    end
    shown[#shown + 1] = {key, remaining, kind, content(key, string.match(key, '}:(.*)$'), kind)}
  end
end
return shown
