-- look: shows what the rules of the simulation look at; for tests only.
-- ARGV: the last entries of `messages` and of `matcher` that were shown
-- Answers: one text, since Redis sends each level of a nested answer by a call of its own, which is dear. Sections end in
-- GS, rows in RS, fields in US: sessions queue away gateways online on conversations interests messages hints inboxes.

local GS, RS, US = '\29', '\30', '\31'

local function key(name) return '{0}:' .. name end

local sections = {}

local function section(rows)
  local text = {}
  for i, row in ipairs(rows) do text[i] = table.concat(row, US) .. RS end
  sections[#sections + 1] = table.concat(text) .. GS
end

local function pairs_of(flat)
  local rows = {}
  for i = 1, #flat, 2 do rows[#rows + 1] = {flat[i], flat[i + 1]} end
  return rows
end

local function scores(name) return pairs_of(redis.call('ZRANGE', key(name), 0, -1, 'WITHSCORES')) end

local function news(name, last)
  local rows = {}
  for i, entry in ipairs(redis.call('XRANGE', key(name), '(' .. last, '+')) do
    rows[i] = entry[2]
    table.insert(rows[i], 1, entry[1])
  end
  return rows
end

local sessions = pairs_of(redis.call('HGETALL', key('sessions')))
for i, row in ipairs(sessions) do
  local s = cmsgpack.unpack(row[2])
  sessions[i] = {row[1], s.state, s.connection or '', s.gateway or '', s.conversation or '', s.partner or '',
    s.announced and '1' or '', string.format('%d', s.since or 0), #(s.interests or {})}
end

local on, inboxes = {}, {}
for i, name in ipairs(redis.call('KEYS', key('on:*'))) do
  on[i] = redis.call('SMEMBERS', name)
  table.insert(on[i], 1, string.match(name, ':on:(.*)$'))
end
for i, gateway in ipairs(redis.call('ZRANGE', key('gateways'), 0, -1)) do
  inboxes[i] = {gateway, redis.call('XLEN', key('inbox:' .. gateway))}
end

local conversations = pairs_of(redis.call('HGETALL', key('conversations')))
for _, row in ipairs(conversations) do row[3] = redis.call('LLEN', key('log:' .. row[1])) end

section(sessions)
section(scores('queue'))
section(scores('away'))
section(scores('gateways'))
section({redis.call('SMEMBERS', key('online'))})
section(on)
section(conversations)
section({{redis.call('ZCARD', key('interests'))}})
section(news('messages', ARGV[1]))
section(news('matcher', ARGV[2]))
section(inboxes)
return table.concat(sections)
