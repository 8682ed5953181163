import { parseArgs } from 'node:util';
import { ValidationError } from '@sherpa/core';
import { contestantNames, type ContestantName } from './contestants/index.ts';
import { measureNames, type MeasureName } from './run.ts';

/** What the command line asks for. */
export interface QueueOptions {
  readonly rounds: number;
  readonly contestants: readonly ContestantName[];
  readonly measures: readonly MeasureName[];
  readonly concurrency: readonly number[];
  readonly workers: readonly number[];
  readonly tasks: number;
  /** Finished tasks to have in the way, for the row of that name. */
  readonly history: number;
  readonly isQuick: boolean;
  readonly json: boolean;
  readonly write: boolean;
}

const flags = {
  rounds: { type: 'string' },
  only: { type: 'string' },
  measure: { type: 'string' },
  concurrency: { type: 'string' },
  workers: { type: 'string' },
  tasks: { type: 'string' },
  history: { type: 'string' },
  'no-history': { type: 'boolean' },
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
  write: { type: 'boolean' },
} as const;

const refuse = (field: string, problem: string): never => {
  throw new ValidationError('The command line does not make sense.', {
    details: { problems: [{ field: `--${field}`, problem }] },
  });
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true }).values;
  } catch (err) {
    return refuse('', err instanceof Error ? err.message : String(err));
  }
};

const toNumbers = (
  field: string,
  text: string | undefined,
  byDefault: readonly number[],
): readonly number[] => {
  if (text === undefined) return byDefault;
  const numbers = text.split(',').map(Number);
  const isFine = numbers.every((number) => Number.isSafeInteger(number) && number > 0);
  return isFine ? numbers : refuse(field, 'is made of whole numbers, with commas between them');
};

const toNumber = (field: string, text: string | undefined, byDefault: number): number =>
  toNumbers(field, text, [byDefault])[0] ?? byDefault;

/** A name, or the beginning of several. */
const toNames = <N extends string>(
  field: string,
  text: string | undefined,
  all: readonly N[],
): readonly N[] => {
  if (text === undefined) return all;
  const wanted = text.split(',').flatMap((word) => {
    const exact = all.filter((name) => name === word);
    const found = exact.length > 0 ? exact : all.filter((name) => name.startsWith(word));
    return found.length > 0 ? found : refuse(field, `"${word}" is unknown; one of: ${all.join(', ')}`);
  });
  return all.filter((name) => wanted.includes(name));
};

const HISTORY = 5_000_000;

/** Reads the command line; throws `ValidationError` that says what is wrong with it. */
export const parseOptions = (argv: readonly string[]): QueueOptions => {
  const values = parse(argv);
  const isQuick = values.quick ?? false;
  const withoutHistory = isQuick || values['no-history'] === true;
  const measures = toNames('measure', values.measure, measureNames);
  return {
    rounds: toNumber('rounds', values.rounds, isQuick ? 2 : 3),
    contestants: toNames('only', values.only, contestantNames),
    measures: withoutHistory ? measures.filter((name) => name !== 'history') : measures,
    concurrency: toNumbers('concurrency', values.concurrency, isQuick ? [50, 200] : [1, 10, 50, 200]),
    workers: toNumbers('workers', values.workers, isQuick ? [1] : [1, 2]),
    tasks: toNumber('tasks', values.tasks, isQuick ? 15_000 : 30_000),
    history: toNumber('history', values.history, HISTORY),
    isQuick,
    json: values.json ?? false,
    write: values.write ?? false,
  };
};
