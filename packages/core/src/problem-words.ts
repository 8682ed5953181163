import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type OfCode<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>;

/** How Zod begins what nobody has worded. */
const UNWORDED = /^(?:Invalid |Too big|Too small|Unrecognized key)/u;

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['null', 'null'],
]);

const formats: ReadonlyMap<string, string> = new Map([
  ['uuid', 'is not an id such as 019acc7e-2b1f-7d04-8c55-6f0d3a9be124'],
  ['email', 'is not an e-mail address'],
  ['url', 'is not a URL'],
  ['datetime', 'is not a moment such as 2026-11-27T09:00:00Z'],
  ['date', 'is not a day such as 2026-11-27'],
  ['regex', 'does not look as it should'],
]);

const counted = (count: number | bigint, one: string, several: string): string =>
  `${count} ${Number(count) === 1 ? one : several}`;

const typeWords = ({ expected, message }: OfCode<'invalid_type'>): string =>
  message.endsWith('received undefined') ? 'is missing' : `is not ${kinds.get(expected) ?? expected}`;

const tooBigWords = ({ origin, maximum, inclusive = true }: OfCode<'too_big'>): string => {
  if (origin === 'string') return `is longer than ${counted(maximum, 'character', 'characters')}`;
  if (origin === 'array' || origin === 'set') return `has more than ${counted(maximum, 'entry', 'entries')}`;
  return inclusive ? `is more than ${maximum}` : `is not less than ${maximum}`;
};

const tooSmallWords = ({ origin, minimum, inclusive = true }: OfCode<'too_small'>): string => {
  const isList = origin === 'array' || origin === 'set';
  if ((isList || origin === 'string') && Number(minimum) === 1) return 'is empty';
  if (origin === 'string') return `is shorter than ${counted(minimum, 'character', 'characters')}`;
  if (isList) return `has fewer than ${counted(minimum, 'entry', 'entries')}`;
  return inclusive ? `is less than ${minimum}` : `is not more than ${minimum}`;
};

const choiceWords = ({ values }: OfCode<'invalid_value'>): string =>
  values.length === 1 ? `is not ${String(values[0])}` : `is none of ${values.map(String).join(', ')}`;

const formatWords = ({ format }: OfCode<'invalid_format'>): string =>
  formats.get(format) ?? `is not a valid ${format}`;

type Words = { readonly [Code in Issue['code']]: (issue: OfCode<Code>) => string };

const NOTHING_OF_IT = 'is nothing of what may stand here';

const words: Words = {
  invalid_type: typeWords,
  too_big: tooBigWords,
  too_small: tooSmallWords,
  invalid_format: formatWords,
  invalid_value: choiceWords,
  unrecognized_keys: ({ keys }) => `has what is not known here: ${keys.join(', ')}`,
  not_multiple_of: ({ divisor }) => `is not a multiple of ${divisor}`,
  invalid_union: () => NOTHING_OF_IT,
  invalid_key: () => NOTHING_OF_IT,
  invalid_element: () => NOTHING_OF_IT,
  custom: ({ message }) => message,
};

const say = <Code extends Issue['code']>(code: Code, issue: OfCode<Code>): string => words[code](issue);

/** What is wrong, in words for somebody who knows nothing of schemas. What a schema says itself stays. */
export const wordsOf = (issue: Issue): string =>
  UNWORDED.test(issue.message) ? say(issue.code, issue) : issue.message;
