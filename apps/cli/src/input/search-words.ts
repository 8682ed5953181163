import { InvalidArgumentError } from 'commander';

/** What is searched for, of the words that were typed; refuses nothing at all. */
export const toSearch = (words: readonly string[]): string => {
  const text = words.join(' ').trim();
  if (text === '') throw new InvalidArgumentError('Say what to look for.');
  return text;
};
