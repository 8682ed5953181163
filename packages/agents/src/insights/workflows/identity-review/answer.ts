/** What somebody wrote into the page of a question. */
export type Answer =
  | { readonly kind: 'approve' | 'reject' | 'unclear' }
  /** A record at HubSpot, as a key of the customers. */
  | { readonly kind: 'is'; readonly node: string };

const YES = new Set(['approve', 'approved', 'yes', 'y', 'same', 'merge']);
const NO = new Set(['reject', 'rejected', 'no', 'n', 'different', 'nobody', 'ignore']);

const RECORD = /\/record\/(0-1|0-2)\/(\d+)/u;
const NAMED = /^(contact|company)[\s:#]*(\d+)$/u;

/** Words as they were meant: a yes, a no, or a record at HubSpot by its address or as `contact 100001`. */
export const readAnswer = (text: string): Answer => {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[.!]+$/gu, '');
  if (YES.has(word)) return { kind: 'approve' };
  if (NO.has(word)) return { kind: 'reject' };
  const [, type, id] = RECORD.exec(text) ?? [];
  if (id !== undefined)
    return { kind: 'is', node: `hubspot:${type === '0-1' ? 'contact' : 'company'}:${id}` };
  const [, name, number] = NAMED.exec(word) ?? [];
  return number === undefined ? { kind: 'unclear' } : { kind: 'is', node: `hubspot:${name}:${number}` };
};
