import { parseArgs } from 'node:util';
import { ValidationError } from '@sherpa/core';
import { planNames, type PlanName } from './plan.ts';

/** What can keep budgets. */
const storeNames = ['redis', 'postgres'] as const;

export type StoreName = (typeof storeNames)[number];

/** What the command line asks for. */
export interface BudgetOptions {
  readonly workers: readonly number[];
  readonly stores: readonly StoreName[];
  readonly plans: readonly PlanName[];
  /** How long each case takes. */
  readonly seconds: number;
  readonly takes: number;
  readonly json: boolean;
}

const flags = {
  workers: { type: 'string' },
  store: { type: 'string' },
  vendor: { type: 'string' },
  seconds: { type: 'string' },
  takes: { type: 'string' },
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const refuse = (field: string, problem: string): never => {
  throw new ValidationError('The command line does not make sense.', {
    details: { problems: [{ field, problem }] },
  });
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true }).values;
  } catch (err) {
    return refuse('', err instanceof Error ? err.message : String(err));
  }
};

const toNumbers = (field: string, text: string): readonly number[] => {
  const numbers = text.split(',').map(Number);
  const isFine = numbers.every((number) => Number.isSafeInteger(number) && number > 0);
  return isFine ? numbers : refuse(field, 'is made of whole numbers, with commas between them');
};

const toNames = <N extends string>(
  field: string,
  text: string | undefined,
  all: readonly N[],
): readonly N[] => {
  if (text === undefined) return all;
  const words = text.split(',');
  const found = all.filter((name) => words.includes(name));
  return found.length === words.length ? found : refuse(field, `is made of: ${all.join(', ')}`);
};

/** Reads the command line; throws `ValidationError` that says what is wrong with it. */
export const parseBudgetOptions = (argv: readonly string[]): BudgetOptions => {
  const values = parse(argv);
  const isQuick = values.quick === true;
  const [seconds = 0] = toNumbers('--seconds', values.seconds ?? (isQuick ? '5' : '25'));
  const [takes = 0] = toNumbers('--takes', values.takes ?? (isQuick ? '2000' : '10000'));
  return {
    workers: toNumbers('--workers', values.workers ?? '1,4,16'),
    stores: toNames('--store', values.store, storeNames),
    plans: toNames('--vendor', values.vendor, planNames),
    seconds,
    takes,
    json: values.json ?? false,
  };
};
