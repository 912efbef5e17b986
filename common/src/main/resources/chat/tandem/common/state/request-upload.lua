-- request-upload: notes what a user is about to upload. Nothing else of it exists until it is completed.
-- ARGV: upload user content_type size sha256 expires_at life interval burst
-- INCLUDE: bucket
-- Declared: upload: of the id, upload-limit: of the user.
-- `sha256` is empty where the client gave none, `life` in ms.
-- Answers: ok | rate-limited wait

local limit = home .. 'upload-limit:' .. user
local full_at, wait = take(tonumber(call('GET', limit) or 0), tonumber(interval), tonumber(burst))
if not full_at then
  return {'rate-limited', wait}
end
local key = upload_of(upload)
call('HSET', key, 'owner', user, 'contentType', content_type, 'size', size, 'sha256', sha256, 'expiresAt', expires_at)
call('PEXPIRE', key, life)
if full_at > now then
  call('SET', limit, full_at, 'PX', math.ceil(full_at - now))
end
return {'ok'}
