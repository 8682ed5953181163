import { idSchema, ValidationError, vendors } from '@sherpa/core';

/** What somebody asked for; a customer by whatever it is called. */
export type AskedWords =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'effect'; readonly effect: string }
  | { readonly kind: 'object'; readonly object: string }
  | { readonly kind: 'field'; readonly customer: string; readonly field: string };

const problems = [
  { field: 'sherpa why <id>', problem: 'a task; also a message, webhook, approval, case or event' },
  { field: 'sherpa why effect <key>', problem: 'a write, by its key at the vendor or <task id>/<name>' },
  { field: 'sherpa why hubspot task 123', problem: 'an object that was written or read' },
  { field: 'sherpa why customer <customer> <field>', problem: 'what a field is, by id, e-mail or object' },
];

const refuse = (): never => {
  throw new ValidationError('What is it about?', { details: { problems } });
};

const isVendor = (word: string): boolean => vendors.some((vendor) => vendor === word);

const one = (words: readonly string[]): string => {
  const [word = ''] = words;
  return words.length === 1 && word.trim() !== '' ? word.trim() : refuse();
};

const ofObject = (words: readonly string[]): AskedWords => {
  const [vendor = '', type = '', ...id] = words.length === 1 ? one(words).split(':') : words;
  const name = id.join(':');
  return type === '' || name === '' ? refuse() : { kind: 'object', object: `${vendor}:${type}:${name}` };
};

const ofField = ([customer = '', ...field]: readonly string[]): AskedWords =>
  customer.trim() === '' || field.length === 0
    ? refuse()
    : { kind: 'field', customer, field: field.join(' ') };

/** What words ask for: `<id>`, `<key>`, `task <id>`, `effect <key>`, `hubspot task 123`, `customer <id> <field>`. */
export const toQuestion = (words: readonly string[]): AskedWords => {
  const [first = '', ...rest] = words;
  if (isVendor(first.split(':')[0] ?? '')) return ofObject(words);
  switch (first) {
    case 'customer':
      return ofField(rest);
    case 'effect':
      return { kind: 'effect', effect: one(rest) };
    case 'object':
      return ofObject(rest);
    case 'task':
      return { kind: 'id', id: one(rest) };
    default: {
      const word = one(words);
      return idSchema.safeParse(word).success ? { kind: 'id', id: word } : { kind: 'effect', effect: word };
    }
  }
};
