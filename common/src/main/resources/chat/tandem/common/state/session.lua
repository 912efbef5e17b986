-- session: reading, writing and judging the packed sessions. Needs: sessions, gateways.

local function load(user)
  local packed = call('HGET', sessions, user)
  return packed and cmsgpack.unpack(packed)
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

-- An event to the connection that holds a session; who is away hears of it by replay.
local function tell(session, event, conversation, sequence, data, read_at)
  if not session.connection then
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
  if session.connection then
    need(inbox_of(session.gateway))
  end
end
