import { ConfigError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';

describe('parseArguments', () => {
  it('runs five minutes on Redis unless told otherwise, with a seed of its own', () => {
    expect(parseArguments([], () => 0.5)).toEqual({
      minutes: 5,
      seed: 500_000,
      queue: 'redis',
      only: [],
      json: false,
      write: false,
      plan: false,
      keep: false,
    });
  });

  it('takes all that it is given', () => {
    const argv = [
      '--minutes',
      '0.5',
      '--seed',
      '42',
      '--queue',
      'postgres',
      '--only',
      'cut,swallow',
      '--json',
    ];
    expect(parseArguments(argv, () => 0)).toMatchObject({
      minutes: 0.5,
      seed: 42,
      queue: 'postgres',
      only: ['cut', 'swallow'],
      json: true,
    });
  });

  it('writes a whole run only', () => {
    expect(parseArguments(['--write'], () => 0)).toMatchObject({ write: true, only: [] });
  });

  it.each([
    ['--queue', 'kafka'],
    ['--minutes', 'many'],
    ['--sed', '1'],
    ['--only', 'rain'],
    ['--write', '--only', 'cut'],
  ])('says how it is called on %s %s', (...argv) => {
    expect(() => parseArguments(argv, () => 0)).toThrow(ConfigError);
  });
});
