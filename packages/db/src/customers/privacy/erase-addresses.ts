/** What stands for a forgotten address. */
const ERASED = '[erased]';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The value with another text for each of its texts, names of members too. */
const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [change(name), mapTexts(one, change)]),
  );
};

/** Every address in a value as JSON has it, as it is written there. */
export const addressesIn = (value: unknown): readonly string[] => {
  const found: string[] = [];
  mapTexts(value, (text) => {
    found.push(...(text.match(EMAIL) ?? []));
    return text;
  });
  return found;
};

/** The value without these addresses, as they are written there. */
export const eraseAddresses = (value: unknown, addresses: ReadonlySet<string>): unknown =>
  mapTexts(value, (text) => text.replaceAll(EMAIL, (found) => (addresses.has(found) ? ERASED : found)));
