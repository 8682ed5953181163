import type { TestProject } from 'vitest/node';
import { readLiveKeys } from './live-keys.ts';
import { notTestedNotice } from './not-tested-notice.ts';

/** Gives the project the accounts of the environment; says before and after the run what is not tried. */
export const setup = (project: TestProject): (() => void) => {
  const read = readLiveKeys(process.env);
  project.provide('live', read.keys);
  const notice = notTestedNotice(read);
  const tell = (): void => {
    if (notice !== undefined) process.stderr.write(`${notice}\n`);
  };
  tell();
  return tell;
};
