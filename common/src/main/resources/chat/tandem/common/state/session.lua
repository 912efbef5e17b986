-- session: reading, writing and judging the packed sessions. Needs: sessions, gateways.

local TYPES = {state = 'string', gateway = 'string', connection = 'string', conversation = 'string',
  partner = 'string', recent = 'string', last = 'string', lastReason = 'string', told = 'string', name = 'string',
  since = 'number', read = 'number', messageBucket = 'number', byteBucket = 'number',
  joinBucket = 'number', logBytes = 'number', announced = 'boolean',
  interests = 'table'}

-- What each state needs to be carried on.
local NEEDED = {idle = {}, waiting = {'since'}, paired = {'conversation', 'partner'}}

local function sound(session)
  if type(session) ~= 'table' or not NEEDED[session.state] or not session.gateway ~= not session.connection then
    return false
  end
  for field, value in pairs(session) do
    if TYPES[field] and TYPES[field] ~= type(value) then
      return false
    end
  end
  for _, field in ipairs(NEEDED[session.state]) do
    if session[field] == nil then
      return false
    end
  end
  for _, interest in pairs(session.interests or {}) do
    if type(interest) ~= 'string' then
      return false
    end
  end
  return true
end

-- A user's session; nil where there is none, or none that can be read: then a hand or a fault wrote it.
local function load(user)
  local packed = call('HGET', sessions, user)
  if not packed then
    return nil
  end
  local unpacked, session = pcall(cmsgpack.unpack, packed)
  return unpacked and sound(session) and session or nil
end

-- The other side of a session's conversation; nil where that one is gone, or no longer in it: then it is over.
local function partner_of(session)
  local partner = session.partner and load(session.partner)
  return partner and partner.conversation == session.conversation and partner or nil
end

local function save(user, session)
  put('HSET', sessions, user, cmsgpack.pack(session))
end

-- Why a connection may not act: another one holds the session (`stale`), or nobody does (`gone`). Nil when it may.
local function not_owner(session, connection)
  if session and session.connection == connection then
    return nil
  end
  return {session and session.connection and 'stale' or 'gone'}
end

local function holds(session, conversation)
  return session.state == 'paired' and session.conversation == conversation
end

-- An event to the connection that holds a session; who is away hears of it by replay, who is gone never.
local function tell(session, event, conversation, sequence, data, read_at)
  if not session or not session.connection then
    return
  end
  if conversation then
    append(gateways, session.gateway, 'to', session.connection, 'event', event, 'conversation', conversation,
      'sequence', sequence or 0, 'data', data, unpack(read_at and {'readAt', read_at} or {}))
  else
    append(gateways, session.gateway, 'to', session.connection, 'event', event, 'data', data)
  end
end

-- The conversation that ended last, where it was this connection that was told: that may still be on its way.
local function past(session)
  return session.told == session.connection and session.last or ''
end

local function need_inbox(session)
  if session and session.connection then
    need(inbox_of(session.gateway))
  end
end
