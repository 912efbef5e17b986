-- send-message: gives a message its sequence, keeps it for replay and for the database, and tells the partner.
-- KEYS: sessions conversations gateways messages messages-bytes events
-- ARGV: user connection conversation id kind prefix highest upload read_at
-- INCLUDE: session bucket backlog
-- Declared besides: log:, seen: of the conversation, upload: of an image, and the believed inbox:<partner's gateway>.
-- `prefix` is the event's data without its end: the url of an image (`upload` is empty for text), the sequence and the
-- time are added here. `highest` is the highest sequence that the sender's gateway has seen: a lower one here means that
-- Redis went back in time. `read_at` is when that gateway read the frame, in Redis' milliseconds; 0 where it cannot say.
-- Guarantees: the same (conversation, sender, id) has one effect; a repeat gets the first result in any state.
-- Answers: ok sequence sent_at repeated | stale | gone | wrong-state | not-found | upload-rejected | rate-limited wait |
--   unavailable | state-lost

local session = load(user)
local refusal = not_owner(session, connection)
if refusal then
  return refusal
end
need(log_of(conversation))
need(seen_of(conversation))
if upload ~= '' then
  need(upload_of(upload))
end
if #missing > 0 then
  return {'moved', missing}
end
local seen, field = seen_of(conversation), user .. ':' .. id
local first = call('HGET', seen, field)
if first then
  local sequence, sent_at = string.match(first, '^(%d+):(%d+)$')
  return {'ok', tonumber(sequence), tonumber(sent_at), 1}
end
if not holds(session, conversation) then
  return {'wrong-state'}
end
if upload ~= '' then
  local owner, url = unpack(call('HMGET', upload_of(upload), 'owner', 'url'))
  if owner ~= user then
    return {'not-found'}
  end
  if not url then
    return {'upload-rejected'}
  end
  prefix = prefix .. ',"url":' .. url
end
local counter = tonumber(call('HGET', conversations, conversation))
local sequence = (counter or 0) + 1
local data = prefix .. ',"sequence":' .. sequence .. ',"sentAt":' .. now .. '}'
local bucket, wait = take(session.messageBucket, MESSAGE_INTERVAL, MESSAGE_BURST)
local byte_bucket, byte_wait = take(session.byteBucket, BYTE_INTERVAL, BYTE_BURST, #data)
if not bucket or not byte_bucket then
  return {'rate-limited', math.max(wait or 0, byte_wait or 0)}
end
if backlog_full() then
  return {'unavailable'}
end
local partner = partner_of(session)
if not partner or not counter or sequence <= tonumber(highest) then
  return {'state-lost'}
end
need_inbox(partner)
if #missing > 0 then
  return {'moved', missing}
end

call('HSET', conversations, conversation, sequence) -- the first write, which a full Redis refuses
local log = log_of(conversation)
local length = call('RPUSH', log, data)
-- The bytes in the log are the sum of what stands in both sessions: what each has put there, less what it has taken out.
local others = partner.logBytes or 0
local bytes = (length > 1 and (session.logBytes or 0) + others or 0) + #data
while length > LOG or bytes > LOG_BYTES do
  bytes = bytes - #call('LPOP', log)
  length = length - 1
end
call('PEXPIRE', log, LOG_LIFE)
session.messageBucket, session.byteBucket, session.logBytes = bucket, byte_bucket, bytes - others
save(user, session)
call('HSET', seen, field, sequence .. ':' .. now)
call('PEXPIRE', seen, LOG_LIFE)
call('XADD', messages, '*', 'v', '1', 'type', 'message', 'conversation', conversation, 'to', session.partner,
  'data', data)
call('INCRBY', messages_bytes, #data)
call('XADD', events, 'MAXLEN', '~', EVENTS, '*', 'v', '1', 'type', 'message', 'conversation', conversation,
  'sequence', sequence, 'from', user, 'kind', kind, 'at', now, unpack(EVENT_BODIES and {'data', data} or {}))
tell(partner, 'receive-message', conversation, sequence, data, read_at ~= '0' and read_at)

-- Now and then forget the oldest of each sender beyond the newest SEEN: by sequence, which is the order of sending.
if call('HLEN', seen) >= 4 * SEEN then
  local results = {}
  local all = call('HGETALL', seen)
  for i = 1, #all, 2 do
    local sender = string.sub(all[i], 1, 36)
    results[sender] = results[sender] or {}
    table.insert(results[sender], {tonumber(string.match(all[i + 1], '^%d+')), all[i]})
  end
  for _, list in pairs(results) do
    table.sort(list, function(one, other) return one[1] > other[1] end)
    for i = SEEN + 1, #list do
      call('HDEL', seen, list[i][2])
    end
  end
end
return {'ok', sequence, now, 0}
