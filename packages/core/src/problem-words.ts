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
  ['uuid', 'is not an id'],
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

/** What is wrong, in words for somebody who knows nothing of schemas. What a schema says itself stays. */
export const wordsOf = (issue: Issue): string => {
  if (!UNWORDED.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue);
    case 'too_big':
      return tooBigWords(issue);
    case 'too_small':
      return tooSmallWords(issue);
    case 'invalid_format':
      return formats.get(issue.format) ?? `is not a valid ${issue.format}`;
    case 'invalid_value':
      return choiceWords(issue);
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `is not a multiple of ${issue.divisor}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return 'is nothing of what may stand here';
    case 'custom':
      return issue.message;
  }
};
