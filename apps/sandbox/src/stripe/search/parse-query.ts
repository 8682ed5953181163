import { invalid } from '../errors.ts';

/** One clause of a search: `-email:"a@x.example"`, `metadata["plan"]:"gold"`, `created>1700000000`. */
export interface Clause {
  readonly field: string;
  /** Of `metadata["plan"]`. */
  readonly key: string | null;
  readonly operator: ':' | '~' | '>' | '<' | '>=' | '<=';
  readonly value: string;
  readonly isNegated: boolean;
}

export interface SearchQuery {
  readonly clauses: readonly Clause[];
  readonly joinedBy: 'AND' | 'OR';
}

const CLAUSE =
  /^(?<minus>-?)(?<field>[a-z_]+)(?:\[(?<keyQuote>["'])(?<key>[^"']+)\k<keyQuote>\])?(?<operator>>=|<=|[:~<>])(?:(?<quote>["'])(?<quoted>.*)\k<quote>|(?<bare>\S+))$/u;

const OPERATORS = [':', '~', '>', '<', '>=', '<='] as const;

const refuseQuery = () =>
  invalid('We were unable to parse your search query. Please see the documentation.', undefined, 'query');

const parseClause = (text: string): Clause => {
  const groups = CLAUSE.exec(text)?.groups;
  const operator = OPERATORS.find((one) => one === groups?.['operator']);
  if (groups === undefined || operator === undefined) throw refuseQuery();
  return {
    field: groups['field'] ?? '',
    key: groups['key'] ?? null,
    operator,
    value: groups['quoted'] ?? groups['bare'] ?? '',
    isNegated: groups['minus'] === '-',
  };
};

/** Splits where a word stands outside of quotes. */
const splitAt = (text: string, word: string): string[] =>
  text.split(new RegExp(`\\s+${word}\\s+(?=(?:[^"']*["'][^"']*["'])*[^"']*$)`, 'u'));

/** Stripe's query language, as far as customers need it: AND or OR, not both. */
export const parseQuery = (text: string): SearchQuery => {
  const [all, any] = [splitAt(text.trim(), 'AND'), splitAt(text.trim(), 'OR')];
  if (all.length > 1 && any.length > 1) throw refuseQuery();
  return any.length > 1
    ? { clauses: any.map(parseClause), joinedBy: 'OR' }
    : { clauses: all.map(parseClause), joinedBy: 'AND' };
};
