-- relay: puts a question about a client's connection into the inbox of the gateway that has it.
-- KEYS: gateways
-- ARGV: place asker correlation body
-- Declared besides: at:<place>, and what the caller believes in of inbox:<gateway>.
-- Guarantees: it reaches a gateway whose lease has not run out, or nobody.
-- Answers: ok gateway | not-found

local gateway = call('GET', at_of(place))
local lease = gateway and call('ZSCORE', gateways, gateway)
if not lease or tonumber(lease) <= now then
  return {'not-found'}
end
need(inbox_of(gateway))
if #missing > 0 then
  return {'moved', missing}
end
append(gateways, gateway, 'asked', place, 'from', asker, 'correlation', correlation, 'data', body)
return {'ok', gateway}
