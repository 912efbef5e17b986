-- recents: whom a user does not meet again for a while. Needs: recents.
-- A user's row holds 12 bytes for each of the last partners, the oldest first: 6 of the hash of the partner's id, then
-- the moment until which the two are kept apart.

local function mark_of(user)
  return struct.pack('>I6', tonumber(string.sub(redis.sha1hex(user), 1, 12), 16))
end

local function row_of(user)
  return call('HGET', recents, user) or ''
end

-- Whether a row keeps its user apart from another.
local function avoids(row, other)
  local mark = row ~= '' and mark_of(other)
  for i = 1, #row - 11, 12 do
    if string.sub(row, i, i + 5) == mark then
      return struct.unpack('>I6', row, i + 6) > now
    end
  end
  return false
end

-- Puts a partner into a user's row, and takes those out that may be met again, or are one too many.
local function avoid(user, partner)
  if RECENT_PARTNERS == 0 then
    return
  end
  local row, mark, kept = row_of(user), mark_of(partner), {}
  for i = 1, #row - 11, 12 do
    if string.sub(row, i, i + 5) ~= mark and struct.unpack('>I6', row, i + 6) > now then
      kept[#kept + 1] = string.sub(row, i, i + 11)
    end
  end
  kept[#kept + 1] = mark .. struct.pack('>I6', now + RECENT_PARTNER)
  put('HSET', recents, user, table.concat(kept, '', math.max(1, #kept - RECENT_PARTNERS + 1)))
end
