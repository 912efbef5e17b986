-- conversation: how one ends. Needs: session, recents, conversations, away, messages, events.

local function need_end(session, partner)
  need(log_of(session.conversation))
  need(seen_of(session.conversation))
  need_inbox(partner)
end

-- One side of the end: idle, with the reason to tell.
local function part(user, session, partner, conversation, reason)
  session.state, session.conversation, session.partner = 'idle', nil, nil
  session.announced, session.read, session.logBytes = nil, nil, nil
  session.recent = partner
  session.last, session.lastReason, session.told = conversation, reason, session.connection
  if not session.connection then
    put('ZADD', away, now + IDLE_MEMORY, user)
  end
end

-- Ends the conversation of two users; a present partner is told, and one who is gone is passed over. The caller saves `session`, the first write is
-- one that a full Redis allows.
local function finish(user, session, reason)
  local conversation, other = session.conversation, session.partner
  local partner = partner_of(session)
  call('HDEL', conversations, conversation)
  call('PEXPIRE', log_of(conversation), ENDED_LIFE)
  call('PEXPIRE', seen_of(conversation), ENDED_LIFE)
  tell(partner, 'conversation-ended', conversation, nil,
    '{"conversationId":"' .. conversation .. '","reason":"' .. reason .. '"}')
  part(user, session, other, conversation, reason)
  if partner then
    part(other, partner, user, conversation, reason)
    save(other, partner)
    avoid(other, user)
  end
  avoid(user, other)
  local a, b = user, other
  if b < a then
    a, b = b, a
  end
  call('XADD', messages, '*', 'v', '1', 'type', 'end', 'conversation', conversation, 'a', a, 'b', b,
    'endedAt', now, 'reason', reason, 'by', user)
  call('XADD', events, 'MAXLEN', '~', EVENTS, '*', 'v', '1', 'type', 'ended', 'conversation', conversation,
    'a', a, 'b', b, 'at', now, 'reason', reason)
end
