import { type AppError, isCounted, retryDelayMs, toAppError, toJson, type RetryPolicy } from '@sherpa/core';
import { z } from 'zod';
import type { Outcome, Task, TaskError } from '@sherpa/db';

/** A line of a stack. A message may have lines as well, and what they say is not ours to show. */
const FRAME = /^ {4}at .*:\d+:\d+\)?$/u;

/** Where others' code was called from tells more than where it threw. */
const FOREIGN = /node:|node_modules/u;

const frameOf = (stack: string | undefined): string | undefined => {
  const frames = stack?.split('\n').filter((line) => FRAME.test(line)) ?? [];
  return (frames.find((frame) => !FOREIGN.test(frame)) ?? frames[0])?.trim();
};

const causeOf = (error: AppError): Record<string, unknown> => {
  if (error.code !== 'internal' || !(error.cause instanceof Error)) return {};
  return { thrown: error.cause.name, at: frameOf(error.cause.stack) };
};

/** An error as the ledger keeps it and people read it: code, constant message, safe details. */
export const toTaskError = (thrown: unknown): TaskError => {
  const error = toAppError(thrown);
  const details = toJson({ ...error.details, ...causeOf(error) }) ?? {};
  return { code: error.code, message: error.message, details };
};

/** What a failed attempt comes to: another one after a rest, or the dead letters. */
export const toFailure = (
  task: Task,
  policy: RetryPolicy,
  thrown: unknown,
  random: () => number,
): Outcome => {
  const error = toTaskError(thrown);
  const counted = task.attempt - task.uncountedAttempts;
  const allowed = { ...policy, attempts: task.maxAttempts };
  const { retry } = toAppError(thrown);
  const delayMs = retryDelayMs(allowed, counted, retry, random);
  return delayMs === undefined
    ? { status: 'failed', error }
    : { status: 'pending', error, delayMs, counted: isCounted(retry) };
};

const withProblems = z.object({ problems: z.array(z.object({ field: z.string(), problem: z.string() })) });

/** An error in one line, for where BullMQ users look: the message, and what was wrong with which field. */
export const toReason = (error: TaskError): string => {
  const parsed = withProblems.safeParse(error.details);
  const list = parsed.success ? parsed.data.problems.map(({ field, problem }) => `${field}: ${problem}`) : [];
  return [error.message, ...list].join(' ');
};
