-- acknowledge: takes finished entries off an address.
-- ARGV: stream group shared ids_and_sizes...
-- INCLUDE: /chat/tandem/common/bus/bytes /chat/tandem/common/bus/done
-- Declared: the stream, and its count of bytes where it has one. Behind each id stands how many bytes its `data` has.
-- Guarantees: an entry that is finished already is not counted again.
-- Answers: ok

if call('EXISTS', home .. stream) == 1 then
  local ids, sizes = {}, {}
  for i = 1, #ids_and_sizes, 2 do
    ids[#ids + 1] = ids_and_sizes[i]
    sizes[#sizes + 1] = tonumber(ids_and_sizes[i + 1])
  end
  finish(home .. stream, group, ids, sizes)
end
return {'ok'}
