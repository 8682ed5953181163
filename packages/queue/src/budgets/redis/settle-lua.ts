/** What is known of calls that have ended: that they count from earlier on, and what the vendor said is left. */
export const SETTLE_LUA = `
local function move(call)
  for _, place in ipairs(call.places) do
    if ask.windows[place.x].granule == 1 then
      local key = keyOf(place.x, place.reserved)
      for k = 1, call.weight do
        local member = call.id .. ':' .. k
        if call.unsent then
          redis.call('ZREM', key, member)
        elseif call.basis < place.basis then
          redis.call('ZADD', key, 'XX', 'LT', call.basis, member)
        end
      end
    end
  end
end

-- Calls of others count as if they had been made now. What was granted since the vendor counted may be in
-- its figure or not, so it is taken to be.
local function believe(said)
  local window = ask.windows[said.x]
  local believed = window.limit - (said.used + num('n') - said.granted)
  local strangers = math.min(believed - said.left, window.limit)
  if strangers <= 0 or num('n') < said.granted then return end
  put('n', num('n') + strangers)
  local key = keyOf(said.x, false)
  for k = 1, math.floor(strangers / window.granule) do
    redis.call('ZADD', key, now, 'x' .. now .. '.' .. num('n') .. ':' .. k)
  end
  redis.call('PEXPIRE', key, window.holdMs + window.skewMs + 60000)
end

for _, closing in ipairs(ask.closings) do
  if closing.window == cjson.null then
    put('closed', math.max(num('closed'), now + closing.forMs))
  else
    local field = 'c:' .. closing.window
    local known = tonumber(redis.call('HGET', book, field) or '0')
    redis.call('HSET', book, field, math.max(known, now + closing.forMs))
  end
end

for _, call in ipairs(ask.settled) do
  if call.basis or call.unsent then move(call) end
  for _, said in ipairs(call.left) do believe(said) end
  judge(call)
end
`;
