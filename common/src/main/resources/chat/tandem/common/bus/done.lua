-- done: takes finished entries off an address, and deletes what everybody has finished from its beginning, unless the
-- stream is `shared` with other groups, which may not have seen it yet.

local function finish(key, group, ids)
  call('XACK', key, group, unpack(ids))
  if shared == '1' then
    return
  end
  local oldest = call('XPENDING', key, group)[2]
  if not oldest then
    for _, info in ipairs(about('XINFO', 'GROUPS', key)) do
      if info[2] == group then
        local ms, number = string.match(info[8], '^(%d+)-(%d+)$')
        oldest = ms .. '-' .. string.format('%.0f', number + 1)
      end
    end
  end
  if oldest then
    call('XTRIM', key, 'MINID', oldest)
  end
end
