import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeTestPlace, type TestPlace } from './testing/test-place.ts';
import { bareEnvironment } from '../config.ts';
import { startGround, type Ground } from './ground.ts';
import { startHammerChild, type HammerChild } from './hammer-child.ts';
import { runCase, type CaseResult } from './run-case.ts';

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

/** Two windows begin in that time, and the second still has time to be used up on a busy machine. */
const FOR_MS = 1_900;
/** On a machine where other tests run, a call may be under way for long: it counts until it is answered. */
const figures = { plan: 'stripe', limit: 50, skewMs: 10_000 } as const;
const ALLOWED = 100;
/** How much is used hangs on the processor, which other tests share: more than one window's worth. `bench budgets` has the share. */
const ENOUGH = 0.55 * ALLOWED;
const TRIES = 4;

const usedOf = (result: CaseResult | undefined): number => result?.windows[0]?.used ?? 0;

describe.each(['redis', 'postgres'] as const)('with budgets on %s', (store) => {
  let place: TestPlace;
  beforeAll(async () => {
    place = await makeTestPlace(store, { redisUrl: inject('redisUrl'), postgresUrl: inject('postgresUrl') });
  });
  afterAll(() => place.drop());

  it.skipIf(store === 'redis' && inject('redisUrl') === null).each([[1], [4], [16]])(
    '%d workers use more than a window of what the vendor allows, and are refused nothing',
    async (workers) => {
      const { queueUrl, namespace } = place;
      const one = { store, queueUrl, namespace, workers, figures, lanes: 6, forMs: FOR_MS };
      const results: CaseResult[] = [];
      do results.push(await runCase(one, { ground, children }));
      while (results.length < TRIES && usedOf(results.at(-1)) < ENOUGH);
      expect(results.map(({ tooMany, failures }) => tooMany + failures)).toEqual(results.map(() => 0));
      expect(Math.max(...results.map(usedOf))).toBeLessThanOrEqual(ALLOWED);
      expect(usedOf(results.at(-1))).toBeGreaterThanOrEqual(ENOUGH);
    },
    60_000,
  );
});
