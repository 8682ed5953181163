import { AppError } from '@sherpa/core';
import { z } from 'zod';
import { errorName, field, word } from './kinds.ts';
import { toSafeFields, type SafeFields, type SafeValue } from './safe-fields.ts';
import { scrub } from './secrets.ts';
import { toSafeStack } from './safe-stack.ts';

const LONGEST_MESSAGE = 300;
const LONGEST_CHAIN = 5;
const MOST_PROBLEMS = 20;

// Node's own system and Postgres's errors: what tells the cause, none of what quotes the data.
const TELLING = ['syscall', 'port', 'severity', 'schema', 'table', 'column', 'constraint'];

/** `message` of our errors is constant by rule, and the engine's own speak of code; Node's quote their arguments. */
const messageOf = (error: Error): string | undefined => {
  const isEngines =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  if (error instanceof AppError || (isEngines && !('code' in error)))
    return scrub(error.message, LONGEST_MESSAGE);
  return undefined;
};

const codeOf = (error: Error): SafeValue | undefined => ('code' in error ? word(error.code) : undefined);

const toSafeProblems = (error: z.core.$ZodError): SafeValue =>
  error.issues.slice(0, MOST_PROBLEMS).map((issue) => ({
    field: field(issue.path.map(String).join('.')) ?? 'input',
    code: issue.code ?? 'custom',
  }));

// An error among the details of another is a cause in the wrong place: it gets no chain of its own.
const nameOnly = (thrown: unknown): SafeFields => ({
  name: thrown instanceof Error ? errorName(thrown.name) : 'NotAnError',
});

const detailsOf = (error: Error): SafeFields => {
  if (error instanceof AppError) return toSafeFields(error.details, nameOnly);
  const entries = Object.entries(Object.getOwnPropertyDescriptors(error));
  const told = entries.filter(([key, { value }]) => TELLING.includes(key) && value !== undefined);
  return toSafeFields(
    Object.fromEntries(told.map(([key, { value }]): [string, unknown] => [key, value])),
    nameOnly,
  );
};

const some = (key: string, value: SafeValue | undefined): SafeFields =>
  value === undefined ? {} : { [key]: value };

const someOf = (key: string, fields: SafeFields): SafeFields =>
  Object.keys(fields).length === 0 ? {} : { [key]: fields };

const causesOf = (error: Error, depth: number): SafeFields => {
  if (depth >= LONGEST_CHAIN) return {};
  const cause = error.cause === undefined ? undefined : describe(error.cause, depth + 1);
  const errors =
    error instanceof AggregateError
      ? error.errors.slice(0, LONGEST_CHAIN).map((inner: unknown) => describe(inner, depth + 1))
      : undefined;
  return { ...some('cause', cause), ...some('errors', errors) };
};

// For example an error as a task keeps it: `{ code, message, details }`.
const describeValue = (thrown: unknown): SafeFields => ({
  name: 'NotAnError',
  thrown: typeof thrown,
  ...(typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? some('code', word(thrown.code))
    : {}),
  ...(typeof thrown === 'object' && thrown !== null && 'details' in thrown
    ? toSafeFields({ details: thrown.details }, nameOnly)
    : {}),
});

const describe = (thrown: unknown, depth: number): SafeFields => {
  if (!(thrown instanceof Error)) return describeValue(thrown);
  return {
    name: errorName(thrown.name),
    ...some('code', codeOf(thrown)),
    ...some('message', messageOf(thrown)),
    ...(thrown instanceof z.core.$ZodError ? { problems: toSafeProblems(thrown) } : {}),
    ...someOf('details', detailsOf(thrown)),
    ...some('stack', toSafeStack(thrown)),
    ...causesOf(thrown, depth),
  };
};

/**
 * A thrown value as it may be logged: name, code, stack frames, the chain of causes; the message only
 * of errors whose message is constant; of details what the allow-list knows. Never throws.
 */
export const toSafeError = (thrown: unknown): SafeFields => {
  try {
    return describe(thrown, 0);
  } catch {
    // A getter or proxy of the thrown value itself threw: nothing of it can be trusted.
    return { name: 'UnreadableError' };
  }
};
