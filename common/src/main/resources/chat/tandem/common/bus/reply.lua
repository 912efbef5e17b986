-- reply: puts an answer into the asker's inbox. A gateway that is gone gets nothing.
-- KEYS: gateways
-- ARGV: gateway correlation kind body
-- Declared besides: inbox:<gateway>.
-- Answers: ok

append(gateways, gateway, 'reply', correlation, kind, body)
return {'ok'}
