-- complete-upload: gives an upload the object that is served from now on. The first one wins: it never changes again.
-- ARGV: upload user key url life
-- Declared: upload: of the id.
-- `url` is a JSON string, ready to be appended to an event's data. `life` in ms.
-- Answers: ok key url     (the first ones) | not-found

local record = upload_of(upload)
local owner, first_key, first_url = unpack(call('HMGET', record, 'owner', 'key', 'url'))
if owner ~= user then
  return {'not-found'}
end
if first_url then
  return {'ok', first_key, first_url}
end
call('HSET', record, 'key', key, 'url', url)
call('PEXPIRE', record, life)
return {'ok', key, url}
