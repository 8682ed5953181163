import { parseArgs } from 'node:util';
import { ValidationError } from '@sherpa/core';

/** What the command line asks for. */
export interface KnowledgeOptions {
  readonly pages: number;
  readonly queries: number;
  readonly json: boolean;
}

const refuse = (field: string, problem: string): never => {
  throw new ValidationError('The command line does not make sense.', {
    details: { problems: [{ field: `--${field}`, problem }] },
  });
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      options: { pages: { type: 'string' }, queries: { type: 'string' }, json: { type: 'boolean' } },
      strict: true,
    }).values;
  } catch (err) {
    return refuse('', err instanceof Error ? err.message : String(err));
  }
};

const toNumber = (field: string, text: string | undefined, byDefault: number): number => {
  if (text === undefined) return byDefault;
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : refuse(field, 'is a whole number');
};

const PAGES = 100_000;
const QUERIES = 1_200;

/** Reads the command line; throws `ValidationError` that says what is wrong with it. */
export const parseKnowledgeOptions = (argv: readonly string[]): KnowledgeOptions => {
  const { pages, queries, json = false } = parse(argv);
  return { pages: toNumber('pages', pages, PAGES), queries: toNumber('queries', queries, QUERIES), json };
};
