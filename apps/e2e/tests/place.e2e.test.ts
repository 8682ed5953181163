import { describe, expect, it } from 'vitest';
import { makePlace, type Place } from '../src/place.ts';
import { until } from '../src/until.ts';

const ENDS_AFTER_MS = 10_000;

describe('a test that runs out of time', () => {
  let left: Place | undefined;
  let had = 0;

  it.fails(
    'never comes to the end of what it uses',
    async () => {
      await using place = await makePlace({ SANDBOX_PORT: '0' });
      left = place;
      place.start('sandbox', []);
      had = await until('a process lives', async () => (await place.living()).length || undefined);
      expect(had).toBe(1);
      await Promise.withResolvers<void>().promise;
    },
    ENDS_AFTER_MS,
  );

  it('leaves no process behind', async () => {
    expect(had).toBe(1);
    await expect(left?.living()).resolves.toEqual([]);
  });
});
