import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { NotFoundError } from '@sherpa/core';

/** The text of a file; `-` is standard input. */
export const readText = async (file: string, stdin: NodeJS.ReadableStream): Promise<string> => {
  if (file === '-') return text(stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new NotFoundError('The file cannot be read.', { details: { file }, cause });
  }
};
