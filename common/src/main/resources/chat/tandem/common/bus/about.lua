-- about: for commands whose key stands after a word, such as XGROUP CREATE, what `call` is for all others.

local function about(command, word, key, ...)
  if not declared[key] then
    error('undeclared key')
  end
  return redis.call(command, word, key, ...)
end
