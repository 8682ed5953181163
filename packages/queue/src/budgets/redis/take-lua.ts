/**
 * When a call may begin. A ring holds, for each call, the moment at which the vendor has counted it at the
 * latest; it counts for a window's length after that. So with the n-th latest of them gone there is room
 * for one among n. Calls of the near future are in the ring as well: they have their places.
 */
export const TAKE_LUA = `
local windows = {}
for x, window in ipairs(ask.windows) do
  local kept = redis.call('HMGET', book, 'c:' .. window.name, 'p:' .. window.name)
  windows[x] = { closed = tonumber(kept[1] or '0'), pace = tonumber(kept[2] or '0') }
  if #ask.wants > 0 then
    for _, reserved in ipairs({ false, true }) do
      redis.call('ZREMRANGEBYSCORE', keyOf(x, reserved), '-inf', now - window.holdMs)
    end
    redis.call('HSET', book, 'w:' .. window.name, window.told)
  end
end

local function needOf(window, weight)
  return math.max(1, math.ceil(weight / window.granule))
end

local function earliest(x, reserved, cap, need)
  if need > cap then return nil end
  local rank = need - cap - 1
  local found = redis.call('ZRANGE', keyOf(x, reserved), rank, rank, 'WITHSCORES')
  if not found[2] then return now end
  return math.max(now, tonumber(found[2]) + ask.windows[x].holdMs)
end

local function placeFor(x, want)
  local window = ask.windows[x]
  local need = needOf(window, want.weight)
  local cap = want.priority == 'background' and window.background or window.shared
  local place = { x = x, reserved = false, cause = 'spent' }
  place.at = earliest(x, false, cap, need)
  if place.at then place.at = math.max(place.at, math.ceil(windows[x].pace)) end
  if want.priority == 'urgent' then
    local kept = earliest(x, true, window.urgent, need)
    if kept and (not place.at or kept < place.at) then place.at, place.reserved = kept, true end
  end
  -- More at once than the window ever lets in.
  if not place.at then place.at = now + window.holdMs end
  if windows[x].closed > place.at then place.at, place.cause = windows[x].closed, 'closed' end
  return place
end

-- Joins the newest entry while that has room; an entry counts from the latest of its calls on.
local function occupyCoarse(x, place, want, basis)
  local window = ask.windows[x]
  local key, ring = keyOf(x, place.reserved), window.name .. (place.reserved and '!' or '')
  local kept = redis.call('HMGET', book, 'f:' .. ring, 'm:' .. ring)
  local filled, member = tonumber(kept[1] or '0'), kept[2]
  if member and filled + want.weight <= window.granule and redis.call('ZSCORE', key, member) then
    redis.call('ZADD', key, 'XX', 'GT', basis, member)
    redis.call('HSET', book, 'f:' .. ring, filled + want.weight)
    return
  end
  local need = needOf(window, want.weight)
  for k = 1, need do redis.call('ZADD', key, basis, want.id .. ':' .. k) end
  local rest = want.weight - (need - 1) * window.granule
  redis.call('HSET', book, 'f:' .. ring, rest, 'm:' .. ring, want.id .. ':' .. need)
end

local function occupy(place, want, start)
  local x = place.x
  local window = ask.windows[x]
  local key = keyOf(x, place.reserved)
  local basis = start + window.skewMs * want.skewFactor
  if window.granule == 1 then
    for k = 1, want.weight do redis.call('ZADD', key, basis, want.id .. ':' .. k) end
  else
    occupyCoarse(x, place, want, basis)
  end
  redis.call('PEXPIRE', key, window.holdMs + (basis - now) + 60000)
  if not place.reserved then
    windows[x].pace = math.max(now, windows[x].closed, windows[x].pace) + window.paceMs
    windows[x].paced = true
  end
  local used = redis.call('ZCARD', keyOf(x, false)) + redis.call('ZCARD', keyOf(x, true))
  return { x = x, reserved = place.reserved, basis = basis, used = used * window.granule }
end

local function take(want)
  local refusal, probe = gate()
  if refusal then return refusal end
  local start, cause, name = now, 'spent', cjson.null
  if num('closed') > now then start, cause = num('closed'), 'closed' end
  local places = {}
  for at, x in ipairs(want.windows) do
    places[at] = placeFor(x, want)
    if places[at].at > start then
      start, cause, name = places[at].at, places[at].cause, ask.windows[x].name
    end
  end
  if start - now > want.maxWaitMs then
    return { kind = 'refused', reason = cause, window = name, afterMs = start - now }
  end
  if probe then put('cp', now + (start - now) + policy.probeMs) end
  put('n', num('n') + want.weight)
  local taken = {}
  for at, place in ipairs(places) do taken[at] = occupy(place, want, start) end
  return { kind = 'granted', startInMs = start - now, probe = probe, granted = num('n'), places = taken }
end

local answers = {}
for at, want in ipairs(ask.wants) do answers[at] = take(want) end
for x, window in ipairs(windows) do
  if window.paced then redis.call('HSET', book, 'p:' .. ask.windows[x].name, window.pace) end
end
`;
