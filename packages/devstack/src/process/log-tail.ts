import { readFile } from 'node:fs/promises';

/** The last lines of a server's log: what an operator needs to see when it did not start. */
export const logTail = async (file: string, lines = 20): Promise<string> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
};
