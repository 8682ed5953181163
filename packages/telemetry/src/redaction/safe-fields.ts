import { checkOf, isGroup } from './allow-list.ts';
import { looksUnwanted, REDACTED } from './secrets.ts';

/** What a log record may hold. */
export type SafeValue =
  | string
  | number
  | boolean
  | null
  | readonly SafeValue[]
  | { readonly [key: string]: SafeValue };

export type SafeFields = Readonly<Record<string, SafeValue>>;

const MOST_ITEMS = 20;
const MOST_KEYS = 50;
const DEEPEST = 4;

// A key can come from data as well: one that is not a name as our code writes them is not shown either.
const toSafeKey = (key: string): string =>
  /^[a-z][a-z\d]*(?:[A-Z_][a-z\d]*)*$/u.test(key) && key.length <= 40 && !looksUnwanted(key) ? key : REDACTED;

const toSafeItems = (items: readonly unknown[], toSafe: (item: unknown) => SafeValue): SafeValue => {
  const shown = items.slice(0, MOST_ITEMS).map((item) => toSafe(item));
  return items.length > MOST_ITEMS ? [...shown, `and ${items.length - MOST_ITEMS} more`] : shown;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !(value instanceof Date);

type ToSafeError = (thrown: unknown) => SafeFields;

const ERROR_KEYS: ReadonlySet<string> = new Set(['error', 'err', 'cause']);

const valuesBy = (toSafeError: ToSafeError) => {
  const toSafeValue = (key: string, value: unknown, depth: number): SafeValue => {
    if (value === null) return null;
    if (value instanceof Error || ERROR_KEYS.has(key)) return toSafeError(value);
    if (Array.isArray(value)) {
      return depth >= DEEPEST ? REDACTED : toSafeItems(value, (item) => toSafeValue(key, item, depth + 1));
    }
    if (isGroup(key) && isRecord(value)) return depth >= DEEPEST ? REDACTED : toSafe(value, depth + 1);
    return checkOf(key)?.(value) ?? REDACTED;
  };
  const toSafe = (fields: Readonly<Record<string, unknown>>, depth: number): SafeFields =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .slice(0, MOST_KEYS)
        .map(([key, value]) => [toSafeKey(key), toSafeValue(key, value, depth)]),
    );
  return toSafe;
};

/**
 * Fields as they may be logged: known keys with values of their kind; all else becomes `[redacted]`.
 * Errors among them go through `toSafeError`.
 */
export const toSafeFields = (
  fields: Readonly<Record<string, unknown>>,
  toSafeError: ToSafeError,
): SafeFields => valuesBy(toSafeError)(fields, 0);
