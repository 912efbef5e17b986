-- backlog: whether too much waits for the database. Needs: messages, messages-bytes.

-- The bytes are looked at only where so many entries wait that they may be too many: so a count that a process of the
-- version before does not keep refuses nothing.
local function backlog_full()
  local waiting = call('XLEN', messages)
  return waiting >= BACKLOG
    or (waiting * ENTRY_BYTES >= BACKLOG_BYTES and (tonumber(call('GET', messages_bytes)) or 0) >= BACKLOG_BYTES)
end
