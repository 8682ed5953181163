import type { ReadLiveKeys } from './live-keys.ts';

/** The block that a run prints where a real vendor is not tried; nothing where all are. */
export const notTestedNotice = ({ missing }: Pick<ReadLiveKeys, 'missing'>): string | undefined => {
  const vendors = Object.entries(missing);
  if (vendors.length === 0) return undefined;
  const bar = '!'.repeat(100);
  return [
    '',
    bar,
    ...vendors.map(
      ([vendor, variables]) =>
        `  ${vendor} is NOT TESTED: all of its cases are SKIPPED. Set ${variables.join(' and ')}.`,
    ),
    '  docs/testing-live.md says what kind of keys, and what the tests do with them.',
    bar,
    '',
  ].join('\n');
};
