import { z } from 'zod';
import { plain } from '../output/plain.ts';

const recordSchema = z.object({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  context: z.record(z.string(), z.unknown()).default({}),
});

/** A line that a process of the fleet printed, as it is shown to a person. */
export interface ChildLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const MOST_CONTEXT = 240;

const contextOf = (context: Record<string, unknown>): string => {
  const { process: _process, ...rest } = context;
  const text = JSON.stringify(rest);
  if (text === '{}') return '';
  return ` ${text.length > MOST_CONTEXT ? `${text.slice(0, MOST_CONTEXT)}…` : text}`;
};

/** Reads a log record; what is none came from outside the logger, and from stderr it is worth a look. */
export const readChildLine = (line: string, stream: 'stdout' | 'stderr'): ChildLine => {
  const record = recordSchema.safeParse(parseJson(line)).data;
  if (record === undefined) return { level: stream === 'stderr' ? 'warn' : 'info', text: plain(line) };
  return { level: record.level, text: plain(`${record.message}${contextOf(record.context)}`) };
};
