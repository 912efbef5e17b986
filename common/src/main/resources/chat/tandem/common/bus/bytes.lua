-- bytes: how many bytes of messages wait at an address. It is counted in the key `<address>-bytes`, where the caller has
-- declared that one: entries without `data` are few and small, and count as nothing.

local function data_size(fields)
  for i = 1, #fields, 2 do
    if fields[i] == 'data' then
      return #fields[i + 1]
    end
  end
  return 0
end

-- What a process of another version or a hand in Redis left uncounted is limited by the number of entries that wait.
local function count_bytes(key, change)
  local bytes = key .. '-bytes'
  if change ~= 0 and declared[bytes] then
    local now_waiting = (tonumber(call('GET', bytes)) or 0) + change
    local most = call('XLEN', key) * ENTRY_BYTES
    call('SET', bytes, string.format('%.0f', math.max(0, math.min(now_waiting, most))))
  end
end
