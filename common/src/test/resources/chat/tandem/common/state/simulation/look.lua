-- look: shows what the rules of the simulation look at; for tests only.
-- ARGV: the last entries of `messages` and of `matcher` that were shown
-- Answers: sessions queue away gateways online on conversations interests messages hints inboxes

local function key(name) return '{0}:' .. name end

local sessions, packed = {}, redis.call('HGETALL', key('sessions'))
for i = 1, #packed, 2 do
  local s = cmsgpack.unpack(packed[i + 1])
  sessions[#sessions + 1] = table.concat({packed[i], s.state, s.connection or '', s.gateway or '', s.conversation or '',
    s.partner or '', s.announced and '1' or '', string.format('%d', s.since or 0), #(s.interests or {})}, '|')
end

local on, inboxes = {}, {}
for _, name in ipairs(redis.call('KEYS', key('on:*'))) do
  on[#on + 1] = {string.match(name, ':on:(.*)$'), redis.call('SMEMBERS', name)}
end
for _, gateway in ipairs(redis.call('ZRANGE', key('gateways'), 0, -1)) do
  inboxes[#inboxes + 1] = gateway
  inboxes[#inboxes + 1] = tostring(redis.call('XLEN', key('inbox:' .. gateway)))
end

local conversations, counters = {}, redis.call('HGETALL', key('conversations'))
for i = 1, #counters, 2 do
  conversations[#conversations + 1] =
    {counters[i], counters[i + 1], tostring(redis.call('LLEN', key('log:' .. counters[i])))}
end

return {sessions, redis.call('ZRANGE', key('queue'), 0, -1, 'WITHSCORES'),
  redis.call('ZRANGE', key('away'), 0, -1, 'WITHSCORES'), redis.call('ZRANGE', key('gateways'), 0, -1, 'WITHSCORES'),
  redis.call('SMEMBERS', key('online')), on, conversations, tostring(redis.call('ZCARD', key('interests'))),
  redis.call('XRANGE', key('messages'), '(' .. ARGV[1], '+'), redis.call('XRANGE', key('matcher'), '(' .. ARGV[2], '+'),
  inboxes}
