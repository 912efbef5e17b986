-- sweep: whom the matcher looks at again: those whose patience ended since the last sweep, and a slice of the queue.
-- KEYS: queue
-- ARGV: since rank count
-- Answers: ok now size users (each once or twice)

local users = call('ZRANGEBYSCORE', queue, '(' .. since, now, 'LIMIT', 0, count)
for _, user in ipairs(call('ZRANGE', queue, rank, rank + count - 1)) do
  users[#users + 1] = user
end
return {'ok', now, call('ZCARD', queue), users}
