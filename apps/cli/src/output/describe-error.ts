import { AppError } from '@sherpa/core';
import { CommanderError } from 'commander';
import { z } from 'zod';
import { problemsSchema } from '../input/problems-schema.ts';
import { plain } from './plain.ts';

const linesSchema = z.string().transform((text) => text.split('\n'));

// Told in their own way below the message, not as a pair of name and value.
const TOLD = new Set(['problems', 'advice', 'log', 'output']);

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

// Where the caller is at fault, the gateway's log has nothing to add.
const isTold = (name: string, { status }: AppError): boolean =>
  TOLD.has(name) || (name === 'requestId' && status < 500);

const factsOf = (error: AppError): string => {
  const facts = Object.entries(error.details).flatMap(([name, value]) =>
    isTold(name, error) || !isScalar(value) ? [] : [`${name}: ${plain(String(value))}`],
  );
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`;
};

const MOST_CAUSES = 3;

const nameOf = (cause: Error): string =>
  'code' in cause ? `${cause.name} ${String(cause.code)}` : cause.name;

/** What stands behind an error, the nearest first. Where our own words say enough, the foreign ones are left out. */
const describeCauses = (error: AppError): readonly string[] => {
  const lines: string[] = [];
  let { cause } = error;
  while (cause instanceof Error && lines.length < MOST_CAUSES) {
    const facts = cause instanceof AppError ? factsOf(cause) : '';
    lines.push(plain(`  because: ${nameOf(cause)}: ${cause.message}${facts}`));
    cause = cause.cause;
  }
  return lines;
};

const describeAppError = (error: AppError): readonly string[] => {
  const { details } = error;
  const problems = problemsSchema.parse(details['problems']);
  // A configuration error spells its problems out in the message.
  const listed = error.message.includes('\n') ? [] : problems;
  const logged = linesSchema.safeParse(details['log'] ?? details['output']).data ?? [];
  const advice = z.string().safeParse(details['advice']).data;
  return [
    `${error.message}${factsOf(error)}`,
    ...listed.map(({ field, problem }) => plain(`  ${field}: ${problem}`)),
    ...(error.status < 500 || error.message.includes('\n') ? [] : describeCauses(error)),
    ...logged.filter((line) => line.trim() !== '').map((line) => `  | ${plain(line)}`),
    ...(advice === undefined ? [] : [advice]),
  ];
};

/** An error in lines for a person: what happened, each problem, what to do. Never a stack. */
export const describeError = (thrown: unknown): readonly string[] => {
  if (thrown instanceof AppError) return describeAppError(thrown);
  if (thrown instanceof CommanderError) return [thrown.message.replace(/^error: /u, '')];
  return [thrown instanceof Error ? `${thrown.name}: ${plain(thrown.message)}` : plain(String(thrown))];
};
