import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeTestPlace, type TestPlace } from './testing/test-place.ts';
import { bareEnvironment } from '../config.ts';
import { startGround, type Ground } from './ground.ts';
import { startHammerChild, type HammerChild } from './hammer-child.ts';
import { isGoodCase } from './report.ts';
import { runCase } from './run-case.ts';

let ground: Ground;
let children: readonly HammerChild[];
beforeAll(async () => {
  ground = await startGround({ ...bareEnvironment() });
  children = Array.from({ length: 4 }, () => startHammerChild(bareEnvironment()));
});
afterAll(async () => {
  await Promise.all(children.map((child) => child.end()));
  await ground.stop();
});

/** The vendors' own windows, and the margins of production. */
const plans = [
  { plan: 'stripe', limit: 60 },
  { plan: 'hubspot', limit: 190 },
] as const;
const MINUTE_MS = 60_000;

describe.each(['redis', 'postgres'] as const)('for a minute with budgets on %s', (store) => {
  let place: TestPlace;
  beforeAll(async () => {
    place = await makeTestPlace(store, { redisUrl: inject('redisUrl'), postgresUrl: inject('postgresUrl') });
  });
  afterAll(() => place.drop());

  describe.each(plans)('at $plan’s limits', (figures) => {
    it.skipIf(store === 'redis' && inject('redisUrl') === null).each([[1], [4], [16]])(
      '%d workers use nearly all that is allowed, and are refused nothing',
      async (workers) => {
        const { queueUrl, namespace } = place;
        const one = { store, queueUrl, namespace, workers, figures, lanes: 6, forMs: MINUTE_MS };
        const result = await runCase(one, { ground, children });
        expect(isGoodCase(result), JSON.stringify(result)).toBe(true);
      },
      2 * MINUTE_MS,
    );
  });
});
