-- sweep: whom the matcher looks at again: those whose patience ended in a stretch of time, and a slice of the queue.
-- KEYS: queue
-- ARGV: since till left count rank
-- The stretch is what follows `since`, up to `till`. With a `till` of 0 it is a new one, up to now; else so many are
-- `left` to look at. They are the last ones in it: those who left the queue meanwhile made it shorter, and one who came
-- back into it has a hint.
-- The slice begins at `rank`; there is none where that is negative.
-- Answers: ok now size till left users (each once or twice)

local fresh = till == '0'
local upto = fresh and now or till
local reach = call('ZCOUNT', queue, '-inf', upto)
local ripe = reach - call('ZCOUNT', queue, '-inf', since)
local due = fresh and ripe or math.min(ripe, tonumber(left))
local turn = math.min(due, tonumber(count))
local users = {}
if turn > 0 then
  users = call('ZRANGE', queue, reach - due, reach - due + turn - 1)
end
if tonumber(rank) >= 0 then
  for _, user in ipairs(call('ZRANGE', queue, rank, rank + count - 1)) do
    users[#users + 1] = user
  end
end
return {'ok', now, call('ZCARD', queue), tonumber(upto), due - turn, users}
