import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ValidationError } from '@sherpa/core';

/** Where secrets come from: a terminal with a person at it, or a pipe. */
export interface SecretSource {
  readonly stdin: NodeJS.ReadableStream;
  readonly stderr: NodeJS.WritableStream;
}

const isTerminal = (stdin: NodeJS.ReadableStream): boolean => 'isTTY' in stdin && stdin.isTTY === true;

/** What is typed goes nowhere: readline would show it. */
const makeNowhere = (): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });

const missing = (): ValidationError =>
  new ValidationError('There is no secret on standard input.', {
    details: {
      advice: 'Type it when asked, or send it through a pipe: `sherpa connections add hubspot < token.txt`.',
    },
  });

/** Asks on the terminal, without showing what is typed; Ctrl-C and Ctrl-D say that there is none. */
const prompt = async ({ stdin, stderr }: SecretSource, question: string): Promise<string> => {
  stderr.write(`${question}: `);
  const lines = createInterface({ input: stdin, output: makeNowhere(), terminal: true });
  const { promise: refused, reject } = Promise.withResolvers<never>();
  lines.once('SIGINT', () => reject(missing()));
  lines.once('close', () => reject(missing()));
  try {
    return (await Promise.race([lines.question(''), refused])).trim();
  } finally {
    lines.close();
    stderr.write('\n');
  }
};

/**
 * Secrets, never from the command line, which other users of the machine can read: asked for on a terminal,
 * else the lines of standard input. The first question must be answered, an empty answer to another ends them.
 */
export const readSecrets = async (
  source: SecretSource,
  questions: readonly [string, ...string[]],
): Promise<readonly [string, ...string[]]> => {
  const answers: string[] = [];
  if (isTerminal(source.stdin)) {
    for (const question of questions) {
      const answer = await prompt(source, question);
      if (answer === '') break;
      answers.push(answer);
    }
  } else {
    const lines = (await text(source.stdin)).split('\n').map((line) => line.trim());
    answers.push(...lines.filter((line) => line !== ''));
  }
  const [first, ...rest] = answers;
  if (first === undefined) throw missing();
  return [first, ...rest];
};
