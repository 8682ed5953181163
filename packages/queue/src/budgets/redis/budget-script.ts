import { CIRCUIT_LUA } from './circuit-lua.ts';
import { SETTLE_LUA } from './settle-lua.ts';
import { TAKE_LUA } from './take-lua.ts';

/** Keys: the account's book, the index of accounts, then two rings for each window of the batch. */
const HEAD_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ask = cjson.decode(ARGV[1])
local policy = ask.policy
local book = KEYS[1]
local events = {}

local FIELDS = { 'n', 'closed', 'cu', 'cp', 'cc', 'cv', 'ct', 'cf', 'cw', 'cn', 'cx' }
local state, changed = {}, {}

local function num(field) return tonumber(state[field] or '0') end

local function put(field, value)
  state[field] = value
  changed[field] = true
end

local function keyOf(x, reserved) return KEYS[2 * x + (reserved and 2 or 1)] end

for at, value in ipairs(redis.call('HMGET', book, unpack(FIELDS))) do
  if value then state[FIELDS[at]] = value end
end
`;

/** The day after the week in which nobody has called, the account is not shown any more. */
const TAIL_LUA = `
for field, _ in pairs(changed) do
  if state[field] == nil then
    redis.call('HDEL', book, field)
  else
    redis.call('HSET', book, field, state[field])
  end
end
if redis.call('HSETNX', book, 'account', ARGV[2]) == 1 then redis.call('SADD', KEYS[2], ask.account.id) end
redis.call('EXPIRE', book, 691200)
return cjson.encode({
  now = now, answers = answers, events = events,
  failing = state.cu ~= nil or num('cf') > 0,
})
`;

/** One step of a budget, all of it or nothing. */
export const BUDGET_SCRIPT = [HEAD_LUA, CIRCUIT_LUA, SETTLE_LUA, TAKE_LUA, TAIL_LUA].join('\n');
