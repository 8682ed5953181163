import { looksUnwanted } from './secrets.ts';

const MOST_FRAMES = 15;

const FRAME = /^\s{4}at \S.*(?::\d+:\d+\)?|\(native\)|\(<anonymous>\)|\(index \d+\))$/u;

// Only the name of the function can come from data; folders of packages hold an `@` by right.
const callerOf = (line: string): string => /^\s{4}at (.*) \(/u.exec(line)?.[1] ?? '';

/** The part after the message, or nothing where the message cannot be told from the frames. */
const framesOf = (stack: string, message: string): string => {
  if (message === '') return stack;
  const start = stack.indexOf(message);
  if (start !== -1) return stack.slice(start + message.length);
  // The message was changed after the stack was taken; its first one may have looked like frames.
  return '';
};

/** Where an error came from: its frames, without the line that repeats its message. */
export const toSafeStack = (error: Error): readonly string[] | undefined => {
  if (typeof error.stack !== 'string' || typeof error.message !== 'string') return undefined;
  const frames = framesOf(error.stack, error.message)
    .split('\n')
    .filter((line) => FRAME.test(line) && !looksUnwanted(callerOf(line)));
  return frames.slice(0, MOST_FRAMES).map((line) => line.trim().slice(0, 300));
};
