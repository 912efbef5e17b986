-- presence: how a user goes away. Needs: session, queue, away, online and the `on:` of the session's gateway.

local function depart(user, session)
  call('SREM', on_of(session.gateway), user)
  call('SREM', online, user)
  local due = now + IDLE_MEMORY
  if session.state == 'paired' then
    due = now + math.min(ANNOUNCE_AFTER, GRACE)
  elseif session.state == 'waiting' then
    due = now + GRACE
    dequeue(user, session)
  end
  put('ZADD', away, due, user)
  session.gateway, session.connection = nil, nil
  save(user, session)
end
