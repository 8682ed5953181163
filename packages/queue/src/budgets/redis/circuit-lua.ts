/**
 * The circuit of an account. Of the book: `cu` open until, `cp` a probe is under way until, `cc` cause, `cv`
 * the credentials that were refused, `ct` how often it has opened in a row, `cf` failures in a row, and
 * of the stretch in which their share is watched `cw` its begin, `cn` calls before it, `cx` failures in it.
 */
export const CIRCUIT_LUA = `
local function forget()
  for _, field in ipairs({ 'cu', 'cp', 'cc', 'cv', 'ct', 'cf', 'cw', 'cn', 'cx' }) do put(field, nil) end
end

local function tell(kind, cause, rest)
  events[#events + 1] = { kind = kind, cause = cause, restMs = rest }
end

local function open(cause)
  local rest = policy.unauthorizedRestMs
  if cause == 'failing' then rest = math.min(policy.restMs * 2 ^ num('ct'), policy.mostRestMs) end
  put('ct', num('ct') + 1)
  put('cu', now + rest)
  put('cc', cause)
  put('cv', ask.account.credentials)
  put('cp', nil)
  return rest
end

local function fail(health)
  local cause = health == 'unauthorized' and 'unauthorized' or 'failing'
  local run = num('cf') + 1
  put('cf', run)
  if now - num('cw') > policy.shareMs then
    put('cw', now)
    put('cn', num('n'))
    put('cx', 0)
  end
  local failures = num('cx') + 1
  put('cx', failures)
  local most = cause == 'unauthorized' and policy.unauthorized or policy.consecutive
  local calls = math.max(failures, num('n') - num('cn'))
  if run >= most or (failures >= policy.failures and failures >= policy.share * calls) then
    tell('opened', cause, open(cause))
  end
end

local function judge(call)
  if not state.cu then
    if call.health == 'good' then put('cf', nil) elseif call.health then fail(call.health) end
  elseif call.probe then
    if call.health == 'good' then
      tell('closed', state.cc, 0)
      forget()
    elseif call.health then
      open(call.health == 'unauthorized' and 'unauthorized' or 'failing')
    else
      put('cp', nil)
    end
  end
end

local function away(after)
  return { kind = 'refused', reason = 'circuit_open', window = cjson.null, afterMs = after }
end

-- Gives a refusal, or whether the call that comes through is the one that finds out.
local function gate()
  if not state.cu then return nil, false end
  if state.cc == 'unauthorized' and state.cv ~= ask.account.credentials then
    tell('closed', state.cc, 0)
    forget()
    return nil, false
  end
  if now < num('cu') then return away(num('cu') - now), false end
  if now < num('cp') then return away(policy.duringProbeMs), false end
  return nil, true
end
`;
