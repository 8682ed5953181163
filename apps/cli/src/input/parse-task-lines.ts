import { newTaskSchema, type NewTask } from '@sherpa/api';
import { AppError, findWork, toProblems, type Contract, type Json, type Problem } from '@sherpa/core';
import { z } from 'zod';
import { readJson } from './json-text.ts';
import { problemsSchema } from './problems-schema.ts';

/** One thing wrong with one line of a file, counted from 1. */
export interface LineProblem extends Problem {
  readonly line: number;
}

/** What the lines of a file ask for. Blank lines count but ask for nothing. */
export interface TaskLines {
  readonly tasks: readonly NewTask[];
  readonly problems: readonly LineProblem[];
}

/** How to read a line: as the payload of the named work, or, unnamed, as a whole task. */
export interface LineRules {
  readonly contracts: readonly Contract[];
  readonly work: { readonly agent: string; readonly type: string } | undefined;
  /** Holds for every line that does not say otherwise. */
  readonly options: Pick<NewTask, 'delayMs' | 'priority' | 'onDuplicate' | 'concurrencyKey'>;
}

const objectSchema = z.record(z.string(), z.unknown());

const problemsOf = (err: unknown): readonly Problem[] => {
  if (!(err instanceof AppError)) throw err;
  const problems = problemsSchema.parse(err.details['problems']);
  return problems.length > 0 ? problems : [{ field: 'line', problem: err.message }];
};

const checkWork = (task: NewTask, contracts: readonly Contract[]): readonly Problem[] => {
  const contract = contracts.find(({ agent }) => agent === task.agent);
  if (contract === undefined) {
    const known = contracts.map(({ agent }) => agent).join(', ');
    return [{ field: 'agent', problem: `"${task.agent}" is unknown; one of: ${known}` }];
  }
  try {
    findWork(contract, task.type).parsePayload(task.payload ?? {});
    return [];
  } catch (err) {
    return problemsOf(err);
  }
};

const toTask = (value: Json, { work, options }: LineRules): unknown => {
  if (work !== undefined) return { ...options, ...work, payload: value };
  const given = objectSchema.safeParse(value);
  return given.success ? { ...options, ...given.data } : value;
};

const readLine = (text: string, rules: LineRules): NewTask | readonly Problem[] => {
  const read = readJson(text);
  if (!read.ok) return [{ field: 'line', problem: `is not JSON: ${read.reason}` }];
  const parsed = newTaskSchema.safeParse(toTask(read.value, rules));
  if (!parsed.success) return toProblems(parsed.error, 'line');
  const problems = checkWork(parsed.data, rules.contracts);
  return problems.length > 0 ? problems : parsed.data;
};

const isProblems = (read: NewTask | readonly Problem[]): read is readonly Problem[] => Array.isArray(read);

/** Reads NDJSON line by line and checks each against the contracts, before anything is sent. */
export const parseTaskLines = async (
  lines: AsyncIterable<string> | Iterable<string>,
  rules: LineRules,
): Promise<TaskLines> => {
  const tasks: NewTask[] = [];
  const problems: LineProblem[] = [];
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    const read = readLine(text, rules);
    if (isProblems(read)) problems.push(...read.map((problem) => ({ line, ...problem })));
    else tasks.push(read);
  }
  return { tasks, problems };
};
