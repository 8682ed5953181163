import { describe, expect, it } from 'vitest';
import { parseBudgetOptions } from './options.ts';

describe('the options of the budgets', () => {
  it('ask for everything where they say nothing', () => {
    expect(parseBudgetOptions([])).toEqual({
      workers: [1, 4, 16],
      stores: ['redis', 'postgres'],
      plans: ['stripe', 'hubspot'],
      seconds: 25,
      takes: 10_000,
      json: false,
    });
  });

  it('choose', () => {
    const argv = ['--quick', '--workers', '2,8', '--store', 'redis', '--vendor', 'stripe', '--json'];
    expect(parseBudgetOptions(argv)).toMatchObject({
      workers: [2, 8],
      stores: ['redis'],
      plans: ['stripe'],
      seconds: 5,
      json: true,
    });
  });

  it.each([['--workers', '0'], ['--store', 'mysql'], ['--seconds', 'x'], ['--fast']])(
    'refuse %s %s',
    (...argv) => {
      expect(() => parseBudgetOptions(argv)).toThrow(/does not make sense/u);
    },
  );
});
