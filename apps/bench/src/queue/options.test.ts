import { ValidationError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('the options of the queue benchmark', () => {
  it('ask for everything where nothing is said', () => {
    const options = parseOptions([]);
    expect(options).toMatchObject({ rounds: 3, tasks: 30_000, history: 5_000_000, isQuick: false });
    expect(options.contestants).toHaveLength(10);
    expect(options.measures).toContain('history');
  });

  it('leave the history out of a quick run', () => {
    expect(parseOptions(['--quick']).measures).not.toContain('history');
    expect(parseOptions(['--no-history']).measures).not.toContain('history');
  });

  it('take a name for itself, and the beginning of names for all of them', () => {
    expect(parseOptions(['--only', 'bullmq-redis,graphile']).contestants).toEqual([
      'bullmq-redis',
      'graphile-200',
      'graphile-2000',
    ]);
  });

  it.each([['--only', 'nobody'], ['--rounds', '0'], ['--tasks', '1e99'], ['--unknown']])(
    'are refused where they make no sense: %s %s',
    (...argv) => {
      expect(() => parseOptions(argv)).toThrow(ValidationError);
    },
  );
});
