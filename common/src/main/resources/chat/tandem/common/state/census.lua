-- census: how much there is of everything, for whoever operates the shard. Changes nothing.
-- KEYS: sessions conversations queue away gateways online broken dead-letters matcher messages requests media
-- Answers: ok sessions conversations waiting away gateways online dead_letters addresses broken, of which each is
-- name entries age (of the oldest entry in ms; 0 where there is none)

local addresses = {}
for _, key in ipairs({matcher, messages, requests, media}) do
  local oldest = call('XRANGE', key, '-', '+', 'COUNT', 1)[1]
  local since = oldest and tonumber(string.match(oldest[1], '^%d+')) or now
  addresses[#addresses + 1] = {string.match(key, ':(.+)$'), call('XLEN', key), math.max(0, now - since)}
end
return {'ok', call('HLEN', sessions), call('HLEN', conversations), call('ZCARD', queue), call('ZCARD', away),
  call('ZCOUNT', gateways, '(' .. now, '+inf'), call('SCARD', online), call('XLEN', dead_letters), addresses,
  tonumber(call('GET', broken) or 0)}
