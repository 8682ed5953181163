import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Client } from '@sherpa/api';
import { NotFoundError, ValidationError } from '@sherpa/core';
import { parseTaskLines, type LineProblem, type LineRules } from '../input/parse-task-lines.ts';
import type { Terminal } from '../output/terminal.ts';

/** A file of tasks, a line each. */
export interface TaskFile extends LineRules {
  /** `-` is standard input. */
  readonly file: string;
  readonly stdin: NodeJS.ReadableStream;
  readonly skipBad: boolean;
  readonly json: boolean;
}

const MOST_TOLD = 50;

const linesOf = async function* (file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<string> {
  const input: NodeJS.ReadableStream = file === '-' ? stdin : createReadStream(file, 'utf8');
  const opened = new Promise<never>((_resolve, reject) => {
    input.once('error', reject);
  });
  opened.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), opened]);
      if (next.done === true) return;
      yield next.value;
    }
  } catch (cause) {
    throw new NotFoundError('The file cannot be read.', { details: { file }, cause });
  }
};

const tell = (problems: readonly LineProblem[], terminal: Terminal): void => {
  for (const { line, field, problem } of problems.slice(0, MOST_TOLD)) {
    terminal.problem(`  line ${line}: ${field}: ${problem}`);
  }
  if (problems.length > MOST_TOLD) terminal.problem(`  and ${problems.length - MOST_TOLD} more`);
};

const countBad = (problems: readonly LineProblem[]): number => new Set(problems.map(({ line }) => line)).size;

/** Enqueues every line of a file, or none when one of them is bad; answers the exit code. */
export const enqueueFile = async (client: Client, file: TaskFile, terminal: Terminal): Promise<number> => {
  const { tasks, problems } = await parseTaskLines(linesOf(file.file, file.stdin), file);
  const bad = countBad(problems);
  if (bad > 0) {
    terminal.problem(`${bad} bad ${bad === 1 ? 'line' : 'lines'} in ${file.file}:`);
    tell(problems, terminal);
  }
  if (bad > 0 && !file.skipBad) {
    throw new ValidationError('Nothing was enqueued.', {
      details: { advice: 'Mend the lines, or leave them out with --skip-bad.' },
    });
  }
  const enqueued = tasks.length === 0 ? [] : await client.tasks.enqueue(tasks);
  if (file.json) {
    for (const one of enqueued) terminal.json(one);
    return 0;
  }
  const kept = enqueued.filter(({ inserted }) => !inserted).length;
  const skipped = bad === 0 ? '' : `, ${bad} bad ${bad === 1 ? 'line' : 'lines'} left out`;
  const held = kept === 0 ? '' : `, ${kept} were there already`;
  terminal.line(`Enqueued ${enqueued.length - kept} tasks${held}${skipped}.`);
  return 0;
};
