-- pair: finds a partner for each of a batch of users and begins their conversation, in one step each.
-- KEYS: sessions recents conversations queue interests blocks away gateways online broken messages messages-bytes events
-- ARGV: sweep users_and_conversations...
-- INCLUDE: session queue recents broken backlog
-- Declared besides: the inboxes of all live gateways. A conversation id stands behind each user, for the match to be.
-- Guarantees: both leave the queue and are told, or nothing happens; nobody is matched with themselves, a blocked
-- user, somebody away, or (but for the sweep's last resort) one of the last partners of either. At most 56 looks per user.
-- Answers: ok matches | moved names matches left (users, with their conversation ids) | unavailable matches

math.randomseed(math.floor(now) % 1000003)
local leases = {}

local function live(gateway)
  if leases[gateway] == nil then
    leases[gateway] = (tonumber(call('ZSCORE', gateways, gateway)) or 0) > now
  end
  return leases[gateway]
end

local function ready(session)
  return session and session.state == 'waiting' and session.connection and live(session.gateway)
end

local function blocked(user, other)
  local pair = user < other and user .. '|' .. other or other .. '|' .. user
  return (tonumber(call('ZSCORE', blocks, pair)) or 0) > now
end

local rows = {}

local function recent(user, other)
  rows[user], rows[other] = rows[user] or row_of(user), rows[other] or row_of(other)
  return avoids(rows[user], other) or avoids(rows[other], user)
end

local member_of = {}

-- The session of somebody who stands in the queue; nil where no script left the user there, who is then taken out.
local function queued(user)
  local session = load(user)
  if session and session.state == 'waiting' and session.connection then
    return session
  end
  discard(user)
  call('ZREM', queue, user)
  call('ZREM', interests, member_of[user] or '')
  return nil
end

-- Users to look at, dearest first: per interest the oldest, then, if anybody will do, the oldest and random willing.
local function candidates(user, session)
  local found = {}
  local function add(users)
    for _, other in ipairs(users) do
      found[#found + 1] = other
    end
  end
  for _, interest in ipairs(session.interests or {}) do
    local hash = string.sub(redis.sha1hex(interest_key(interest)), 1, 12)
    for _, member in ipairs(call('ZRANGEBYLEX', interests, '[' .. hash .. ':', '(' .. hash .. ';', 'LIMIT', 0, 8)) do
      local other = string.sub(member, 28)
      member_of[other] = member
      found[#found + 1] = other
    end
  end
  local patience = tonumber(call('ZSCORE', queue, user))
  if patience and patience <= now then
    add(call('ZRANGEBYSCORE', queue, '-inf', now, 'LIMIT', 0, 8))
    local willing = call('ZCOUNT', queue, '-inf', now)
    for _ = 1, math.min(8, willing - 8) do
      local rank = math.random(0, willing - 1)
      add(call('ZRANGE', queue, rank, rank))
    end
  end
  return found
end

local function find(user, session)
  local fallback, fallback_session
  for _, other in ipairs(candidates(user, session)) do
    local partner = other ~= user and queued(other)
    if partner and ready(partner) and not blocked(user, other) then
      if not recent(user, other) then
        return other, partner
      end
      if sweep == '1' and not fallback and now - session.since >= LAST_RESORT
          and now - partner.since >= LAST_RESORT then
        fallback, fallback_session = other, partner
      end
    end
  end
  return fallback, fallback_session
end

-- The interests of both, as JSON: how they are compared, as the one wrote them, and as the other did.
local function shared(session, partner)
  local theirs, keys, mine, others = {}, {}, {}, {}
  for _, interest in ipairs(partner.interests or {}) do
    theirs[interest_key(interest)] = interest
  end
  for _, interest in ipairs(session.interests or {}) do
    local key = interest_key(interest)
    if theirs[key] then
      keys[#keys + 1] = key
      mine[#mine + 1] = string.match(interest, '[^\n]*$')
      others[#others + 1] = string.match(theirs[key], '[^\n]*$')
    end
  end
  local function list(texts)
    return '[' .. table.concat(texts, ',') .. ']'
  end
  return list(keys), list(mine), list(others)
end

local function begin(user, session, other, conversation)
  dequeue(user, session)
  session.state, session.conversation, session.partner = 'paired', conversation, other
  session.since, session.interests, session.read = nil, nil, nil
  save(user, session)
end

local function matched(session, other, partner, conversation, common)
  local name = partner.name and ',"partnerName":' .. partner.name or ''
  tell(session, 'matched', conversation, nil, '{"conversationId":"' .. conversation .. '","partnerId":"' .. other
    .. '"' .. name .. ',"sharedInterests":' .. common .. '}')
end

local function match(user, session, other, partner, conversation)
  local common, mine, others = shared(session, partner)
  put('HSET', conversations, conversation, 0)
  local waited = {now - session.since, now - partner.since}
  begin(user, session, other, conversation)
  begin(other, partner, user, conversation)
  matched(session, other, partner, conversation, mine)
  matched(partner, user, session, conversation, others)
  local a, a_session, b, b_session = user, session, other, partner
  if b < a then
    a, a_session, b, b_session = other, partner, user, session
  end
  local names = {}
  if a_session.name then
    names = {'nameA', a_session.name}
  end
  if b_session.name then
    names[#names + 1] = 'nameB'
    names[#names + 1] = b_session.name
  end
  call('XADD', messages, '*', 'v', '1', 'type', 'start', 'conversation', conversation, 'a', a, 'b', b,
    'startedAt', now, unpack(names))
  call('XADD', events, 'MAXLEN', '~', EVENTS, '*', 'v', '1', 'type', 'matched', 'conversation', conversation,
    'a', a, 'b', b, 'at', now, 'interests', common)
  return {user, other, conversation, waited[1], waited[2]}
end

local matches, left = {}, {}
for i = 1, #users_and_conversations, 2 do
  local user, conversation = users_and_conversations[i], users_and_conversations[i + 1]
  if backlog_full() then
    return {'unavailable', matches}
  end
  local session = load(user)
  if not session then
    discard(user)
  elseif ready(session) then
    local other, partner = find(user, session)
    if other then
      local known = declared[inbox_of(session.gateway)] and declared[inbox_of(partner.gateway)]
      if known then
        matches[#matches + 1] = match(user, session, other, partner, conversation)
        leases = {} -- telling them may have filled an inbox
      else
        need_inbox(session)
        need_inbox(partner)
        left[#left + 1] = user
        left[#left + 1] = conversation
      end
    end
  end
end
if #left > 0 then
  return {'moved', missing, matches, left}
end
return {'ok', matches}
