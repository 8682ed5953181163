import { field, flag, id, number, operation, origin, path, time, word, type Check } from './kinds.ts';

const each = (check: Check, keys: string): readonly (readonly [string, Check])[] =>
  keys.split(' ').map((key) => [key, check] as const);

/** Every key that may appear in a log, with what its value must be. To log more, add the key here. */
const KEYS: ReadonlyMap<string, Check> = new Map([
  ...each(id, 'id ids host container image cluster'),
  ...each(number, 'attempt attempts maxAttempts priority concurrency port pid exitCode seconds count total'),
  ...each(
    number,
    'added removed adopted inserted updated skipped deleted released renewed handedBack dropped',
  ),
  ...each(
    number,
    'waiting active delayed completed failed pending running processed cancelled idle contacts',
  ),
  ...each(
    number,
    'customers companies subscriptions invoices events messages tasks jobs pages rows size seed',
  ),
  ...each(word, 'agent agents type types vendor vendors code status queue process kind state origin outcome'),
  ...each(
    word,
    'signal level mode method reason retry advice schema table column constraint severity syscall',
  ),
  ...each(word, 'namespace version migration migrations backend platform tenant slug event property key'),
  ...each(
    word,
    'vendorCode vendorType networkCode policyName thrown dataVersion serverVersion errorCode phase window',
  ),
  ...each(operation, 'operation'),
  ...each(field, 'field'),
  ...each(path, 'path route'),
  ...each(origin, 'url baseUrl'),
  ...each(
    flag,
    'aborted inserted outcomeUnknown retryable idempotent logged forced cached ok ready live final',
  ),
  ...each(time, 'since until'),
]);

// Our names carry their unit, so the ending tells the kind.
const ENDINGS: readonly (readonly [string, Check])[] = [
  ['Id', id],
  ['Ids', id],
  ['Ms', number],
  ['Count', number],
  ['Bytes', number],
  ['At', time],
];

/** How to check a value of this key, or nothing when the key is unknown. */
export const checkOf = (key: string): Check | undefined =>
  KEYS.get(key) ?? ENDINGS.find(([ending]) => key.endsWith(ending) && key.length > ending.length)?.[1];

const GROUPS: ReadonlySet<string> = new Set(
  'details problems counts task job request response queues worker tasks messages limits'.split(' '),
);

/** True for keys whose value may be an object, of which the same list then holds. */
export const isGroup = (key: string): boolean => GROUPS.has(key);
