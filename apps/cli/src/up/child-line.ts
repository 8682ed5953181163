import { z } from 'zod';
import { clip, plain } from '../output/plain.ts';

const errorSchema = z.object({
  name: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});

const recordSchema = z.object({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  context: z.record(z.string(), z.unknown()).default({}),
});

/** A line that a process of the fleet printed, as it is shown to a person. */
export interface ChildLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** The same for every line of its kind: without what varies. */
  readonly message: string;
  readonly text: string;
}

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const MOST_CONTEXT = 160;

/** An error in a few words; its stack is in the log. */
const describeCause = (value: unknown): string => {
  const { name, code, message } = errorSchema.catch({}).parse(value);
  return [name, code, message].filter((part) => part !== undefined).join(' ');
};

// The line begins with the process; what went wrong comes first of the rest.
const TOLD_OTHERWISE = new Set(['process', 'agent', 'tenantId', 'error']);

const factOf = ([name, value]: readonly [string, unknown]): readonly string[] => {
  if (TOLD_OTHERWISE.has(name)) return [];
  return [`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`];
};

const contextOf = (context: Record<string, unknown>): string => {
  const cause = context['error'] === undefined ? [] : [describeCause(context['error'])];
  const facts = [...cause, ...Object.entries(context).flatMap(factOf)].join(', ');
  return facts === '' ? '' : ` (${clip(facts, MOST_CONTEXT)})`;
};

/** Reads a log record; what is none came from outside the logger, and from stderr it is worth a look. */
export const readChildLine = (line: string, stream: 'stdout' | 'stderr'): ChildLine => {
  const record = recordSchema.safeParse(parseJson(line)).data;
  if (record === undefined) {
    const text = plain(line);
    return { level: stream === 'stderr' ? 'warn' : 'info', message: text, text };
  }
  const { level, message, context } = record;
  return { level, message, text: plain(`${message}${contextOf(context)}`) };
};
