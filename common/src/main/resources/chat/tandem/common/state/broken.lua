-- broken: a session that `load` cannot read, since a hand or a fault wrote it. Needs: sessions, recents, queue, away,
-- online, broken.

-- Takes such a user out and counts it; somebody who has no session at all is not touched. What else names the user (the
-- set of a gateway, interests) is passed over, and goes with its own end.
local function discard(user)
  if call('HEXISTS', sessions, user) == 0 then
    return
  end
  call('HDEL', sessions, user) -- the first write is one that a full Redis allows
  call('HDEL', recents, user)
  call('ZREM', queue, user)
  call('ZREM', away, user)
  call('SREM', online, user)
  put('INCR', broken)
end
