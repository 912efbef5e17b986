-- conversation: how one ends. Needs: session, conversations, away, messages, events.

local function need_end(session, partner)
  need(log_of(session.conversation))
  need(seen_of(session.conversation))
  need_inbox(partner)
end

-- One side of the end: idle, with the partner to avoid for a while and the reason to tell.
local function part(user, session, partner, conversation, reason)
  session.state, session.conversation, session.partner = 'idle', nil, nil
  session.announced, session.read, session.logBytes = nil, nil, nil
  session.recent, session.recentUntil = partner, now + RECENT_PARTNER
  session.last, session.lastReason, session.told = conversation, reason, session.connection
  if not session.connection then
    put('ZADD', away, now + IDLE_MEMORY, user)
  end
end

-- Ends the conversation of two users; a present partner is told. The caller saves `session`, the first write is
-- one that a full Redis allows.
local function finish(user, session, reason)
  local conversation, other = session.conversation, session.partner
  local partner = load(other)
  call('HDEL', conversations, conversation)
  call('PEXPIRE', log_of(conversation), ENDED_LIFE)
  call('PEXPIRE', seen_of(conversation), ENDED_LIFE)
  tell(partner, 'conversation-ended', conversation, nil,
    '{"conversationId":"' .. conversation .. '","reason":"' .. reason .. '"}')
  part(user, session, other, conversation, reason)
  part(other, partner, user, conversation, reason)
  save(other, partner)
  local a, b = user, other
  if b < a then
    a, b = b, a
  end
  call('XADD', messages, '*', 'v', '1', 'type', 'end', 'conversation', conversation, 'a', a, 'b', b,
    'endedAt', now, 'reason', reason, 'by', user)
  call('XADD', events, 'MAXLEN', '~', EVENTS, '*', 'v', '1', 'type', 'ended', 'conversation', conversation,
    'a', a, 'b', b, 'at', now, 'reason', reason)
end
