-- give-back: a reader stops. What it has not finished is free for the others at once.
-- KEYS: readers
-- ARGV: stream group reader
-- INCLUDE: /chat/tandem/common/bus/about
-- Declared besides: the stream.
-- Answers: ok

local key = home .. stream
call('ZREM', readers, stream .. ':' .. reader)
if call('EXISTS', key) == 1 then
  for _, info in ipairs(about('XINFO', 'CONSUMERS', key, group)) do
    if info[2] == reader and info[4] == 0 then
      about('XGROUP', 'DELCONSUMER', key, group, reader)
    end
  end
end
return {'ok'}
