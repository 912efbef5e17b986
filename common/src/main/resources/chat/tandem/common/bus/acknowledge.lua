-- acknowledge: takes finished entries off an address.
-- ARGV: stream group shared ids...
-- INCLUDE: /chat/tandem/common/bus/about /chat/tandem/common/bus/done
-- Declared: the stream.
-- Answers: ok

if call('EXISTS', home .. stream) == 1 then
  finish(home .. stream, group, ids)
end
return {'ok'}
