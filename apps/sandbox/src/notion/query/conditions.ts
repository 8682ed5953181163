import { invalid } from '../errors.ts';
import { minuteOf } from '../minute.ts';

const DAY_MS = 86_400_000;

/** A condition of a filter against a value. */
type Condition<V> = (value: V, operand: unknown) => boolean;

type Conditions<V> = Readonly<Record<string, Condition<V>>>;

const textOf = (operand: unknown): string => String(operand);

const texts: Conditions<string> = {
  equals: (value, operand) => value === textOf(operand),
  does_not_equal: (value, operand) => value !== textOf(operand),
  contains: (value, operand) => value.toLowerCase().includes(textOf(operand).toLowerCase()),
  does_not_contain: (value, operand) => !value.toLowerCase().includes(textOf(operand).toLowerCase()),
  starts_with: (value, operand) => value.toLowerCase().startsWith(textOf(operand).toLowerCase()),
  ends_with: (value, operand) => value.toLowerCase().endsWith(textOf(operand).toLowerCase()),
  is_empty: (value) => value === '',
  is_not_empty: (value) => value !== '',
};

const numbers: Conditions<number | null> = {
  equals: (value, operand) => value === operand,
  does_not_equal: (value, operand) => value !== operand,
  greater_than: (value, operand) => value !== null && value > Number(operand),
  less_than: (value, operand) => value !== null && value < Number(operand),
  greater_than_or_equal_to: (value, operand) => value !== null && value >= Number(operand),
  less_than_or_equal_to: (value, operand) => value !== null && value <= Number(operand),
  is_empty: (value) => value === null,
  is_not_empty: (value) => value !== null,
};

const lists: Conditions<readonly string[]> = {
  contains: (value, operand) => value.includes(textOf(operand)),
  does_not_contain: (value, operand) => !value.includes(textOf(operand)),
  is_empty: (value) => value.length === 0,
  is_not_empty: (value) => value.length > 0,
};

const flags: Conditions<boolean> = {
  equals: (value, operand) => value === operand,
  does_not_equal: (value, operand) => value !== operand,
};

/** What a date in a filter covers: a day when it has no time, else its minute. */
const spanOf = (operand: unknown): { fromMs: number; toMs: number } => {
  const ms = Date.parse(textOf(operand));
  if (Number.isNaN(ms)) {
    throw invalid(
      `body failed validation: body.filter should be a valid ISO 8601 date string, instead was \`"${textOf(operand)}"\`.`,
    );
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(textOf(operand));
  return isDay ? { fromMs: ms, toMs: ms + DAY_MS - 1 } : { fromMs: minuteOf(ms), toMs: minuteOf(ms) };
};

const dates: Conditions<number | null> = {
  equals: (value, operand) => {
    const { fromMs, toMs } = spanOf(operand);
    return value !== null && value >= fromMs && value <= toMs;
  },
  before: (value, operand) => value !== null && value < spanOf(operand).fromMs,
  after: (value, operand) => value !== null && value > spanOf(operand).toMs,
  on_or_before: (value, operand) => value !== null && value <= spanOf(operand).toMs,
  on_or_after: (value, operand) => value !== null && value >= spanOf(operand).fromMs,
  is_empty: (value) => value === null,
  is_not_empty: (value) => value !== null,
};

export const conditions = { texts, numbers, lists, flags, dates } as const;

/** The one condition of a filter, bound to its operand. */
export const bind = <V>(
  known: Conditions<V>,
  given: Readonly<Record<string, unknown>>,
  path: string,
): ((value: V) => boolean) => {
  const entry = Object.entries(given)[0];
  const condition = entry === undefined ? undefined : known[entry[0]];
  if (entry === undefined || condition === undefined) {
    throw invalid(
      `body failed validation: ${path} should have one of ${Object.keys(known).join(', ')}, instead was \`${JSON.stringify(given)}\`.`,
    );
  }
  const [, operand] = entry;
  return (value) => condition(value, operand);
};
