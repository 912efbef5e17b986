-- upload: what is known of an upload.
-- ARGV: upload user
-- Declared: upload: of the id.
-- Answers: ok content_type size sha256 expires_at key url     (the last two are empty until it is completed) | not-found

local owner, content_type, size, sha256, expires_at, key, url = unpack(call('HMGET', upload_of(upload), 'owner',
  'contentType', 'size', 'sha256', 'expiresAt', 'key', 'url'))
if owner ~= user then
  return {'not-found'}
end
return {'ok', content_type, size, sha256, expires_at, key or '', url or ''}
