import { looksUnwanted } from './secrets.ts';

/** A value that may be written, or nothing when it is not of its kind. */
export type Check = (value: unknown) => string | number | boolean | undefined;

const textOf =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) && !looksUnwanted(value) ? value : undefined;

const ID = textOf(/^[\w.:-]{1,128}$/u);

/** Ids of rows, vendors' objects, requests, processes: no blanks, no signs that prose has. */
export const id: Check = (value) => (Number.isSafeInteger(value) ? Number(value) : ID(value));

/** Counts, durations, sizes, statuses. */
export const number: Check = (value) => {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const flag: Check = (value) => (typeof value === 'boolean' ? value : undefined);

const WORD = textOf(/^[a-z\d][\w.:/-]{0,79}$/iu);

/** Names that our code gives: agents, types, vendors, codes, states. One word. */
export const word: Check = (value) => (typeof value === 'number' ? number(value) : WORD(value));

const FIELD = textOf(
  /^(?:[a-z][a-z\d]*(?:[A-Z_][a-z\d]*)*|\d{1,6})(?:\.(?:[a-z][a-z\d]*(?:[A-Z_][a-z\d]*)*|\d{1,6}))*$/u,
);

/** The path of a field as our schemas name fields; where a path came from data, it seldom looks so. */
export const field: Check = (value) => FIELD(value);

const ERROR_NAME = textOf(/^(?:[A-Z]\w{0,60})?(?:[Ee]rror|Exception|Failure)$/u);

/** The name of a class of errors. */
export const errorName = (value: unknown): string => String(ERROR_NAME(value) ?? 'Error');

const ROUTE = textOf(/^(?:get|head|post|put|patch|delete) \/[\w.:/{}*-]{0,120}$/iu);

/** A word, or a method and the pattern of its path. */
export const operation: Check = (value) => WORD(value) ?? ROUTE(value);

const PATH = textOf(/^\/[\w.:/{}*~-]{0,160}$/u);

/** A path of ours, without what was asked in its query. */
export const path: Check = (value) => (typeof value === 'string' ? PATH(value.split('?')[0]) : undefined);

/** A moment. */
export const time: Check = (value) => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return textOf(/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/u)(value);
};

/** Of a URL, its scheme and host: paths, queries and users may say more than they should. */
export const origin: Check = (value) => {
  const url = URL.parse(String(value));
  if (url === null || url.host === '') return undefined;
  return textOf(/^[a-z\d+.-]+:\/\/[\w.:[\]-]{1,120}$/u)(`${url.protocol}//${url.host}`);
};
