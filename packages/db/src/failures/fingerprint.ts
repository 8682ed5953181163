import { createHash } from 'node:crypto';
import type { Json } from '@sherpa/core';
import { z } from 'zod';
import type { TaskError } from '../tasks/task.ts';

/** A failure, as far as it says what kind it is. */
export interface FailureFacts {
  readonly agent: string;
  readonly type: string;
  readonly error: TaskError;
}

/** Details that tell kinds of failures apart; everything else in there varies with the task. */
const detailsSchema = z
  .object({
    vendor: z.string(),
    operation: z.string(),
    status: z.number(),
    vendorCode: z.string(),
    vendorType: z.string(),
    networkCode: z.string(),
    sqlState: z.string(),
    constraint: z.string(),
    thrown: z.string(),
    at: z.string(),
    problems: z.array(z.object({ field: z.string(), problem: z.string() })),
  })
  .partial();

const EMAIL = /[^\s"'<>()]+@[^\s"'<>()]+/gu;

/** `cus_NffrFeUfNV2Hib` may as well have come without a digit. */
const VENDOR_ID = /\b[a-z]{2,8}_[A-Za-z0-9]{10,}\b/gu;

/** Whatever holds a digit: ids, numbers, dates, amounts. */
const NUMBERED = /[\p{L}\p{N}_+-]*\p{N}[\p{L}\p{N}_.,:+-]*/gu;

const withoutValues = (text: string): string =>
  text.replaceAll(EMAIL, '#').replaceAll(VENDOR_ID, '#').replaceAll(NUMBERED, '#');

/** The function and the file below the checkout, wherever that is; lines move with every release. */
const frameOf = (at: string): string => {
  const called = at.replace(/^at (?:async )?/u, '').replace(/ ?\(?[^ (]*$/u, '');
  const file = /(?:packages|apps|node_modules)\/[^:)]+/u.exec(at)?.[0] ?? '';
  return withoutValues(`${called} ${file}`);
};

const problemsOf = (problems: readonly { readonly field: string; readonly problem: string }[]): string[] => [
  ...new Set(problems.map(({ field, problem }) => withoutValues(`${field}: ${problem}`)).toSorted()),
];

const factsOf = (details: Json): unknown[] => {
  const { at, problems, ...codes } = detailsSchema.safeParse(details).data ?? {};
  return [
    ...Object.entries(codes).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    at === undefined ? '' : frameOf(at),
    problemsOf(problems ?? []),
  ];
};

/**
 * The same for failures of the same kind, whatever customer, amount or moment they were about: made of
 * agent, type, code, message, the vendor's own codes, the fields that did not fit, and where it was thrown.
 */
export const fingerprintOf = ({ agent, type, error }: FailureFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([agent, type, error.code, withoutValues(error.message), factsOf(error.details)]))
    .digest('hex')
    .slice(0, 16);
