-- done: takes finished entries off an address, one by one: an entry that is held up keeps none of the others. A stream
-- that is `shared` with other groups keeps them, since those may not have seen them yet. Needs: about, bytes.

local function finish(key, group, ids, sizes)
  call('XACK', key, group, unpack(ids))
  if shared == '1' then
    return
  end
  local gone = 0
  for i, id in ipairs(ids) do
    if call('XDEL', key, id) == 1 then
      gone = gone + sizes[i]
    end
  end
  count_bytes(key, -gone)
end
