-- queue: taking and leaving the place in the waiting queue. Needs: queue, interests; `hint` also matcher.

-- An interest is one or two JSON strings, a line each: what it is compared by, and, where that differs, what the person wrote.
local function interest_key(interest)
  return string.match(interest, '^[^\n]*')
end

-- Read oldest first by ZRANGEBYLEX: the interest's hash, the moment in 13 digits, the user.
local function interest_members(user, session)
  local members = {}
  for i, interest in ipairs(session.interests or {}) do
    members[i] = string.format('%s:%013d:%s', string.sub(redis.sha1hex(interest_key(interest)), 1, 12), session.since, user)
  end
  return members
end

local function enqueue(user, session)
  local patience = session.interests and PATIENCE or 0
  put('ZADD', queue, session.since + patience, user)
  for _, member in ipairs(interest_members(user, session)) do
    put('ZADD', interests, 0, member)
  end
end

local function dequeue(user, session)
  call('ZREM', queue, user)
  for _, member in ipairs(interest_members(user, session)) do
    call('ZREM', interests, member)
  end
end

local function hint(user)
  put('XADD', matcher, 'MAXLEN', '~', HINTS, '*', 'v', '1', 'type', 'hint', 'user', user)
end
