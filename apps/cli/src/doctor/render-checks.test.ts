import { ConfigError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { green, red } from './check.ts';
import { renderChecks, toChecklist } from './render-checks.ts';
import { runChecks } from './run-checks.ts';

const unstyled = (_format: unknown, text: string): string => text;

const checked = [
  { item: 1, title: 'database', finding: green('answers') },
  { item: 2, title: 'migrations', finding: red('2 are missing', 'Run `sherpa migrate`.') },
];

describe('renderChecks', () => {
  it('shows each item, and below a red one what to do', () => {
    expect(renderChecks(checked, unstyled)).toEqual([
      ' 1  ✔  database    answers',
      ' 2  ✘  migrations  2 are missing',
      '       → Run `sherpa migrate`.',
      '',
      '1 of 2 need attention.',
    ]);
  });

  it('says when all is well', () => {
    expect(renderChecks(checked.slice(0, 1), unstyled).at(-1)).toBe('All 1 are green.');
  });
});

describe('toChecklist', () => {
  it('is ok only when everything is', () => {
    expect(toChecklist(checked)).toMatchObject({
      ok: false,
      checks: [
        { item: 1, ok: true },
        { item: 2, ok: false },
      ],
    });
    expect(toChecklist(checked.slice(0, 1)).ok).toBe(true);
  });
});

describe('runChecks', () => {
  it('takes a check that throws for red, with the advice of its error', async () => {
    const [only] = await runChecks([
      {
        item: 3,
        title: 'environment',
        run: async () => {
          throw new ConfigError('There is no database.', { details: { advice: 'Set DATABASE_URL.' } });
        },
      },
    ]);
    expect(only?.finding).toEqual(red('There is no database.', 'Set DATABASE_URL.'));
  });
});
