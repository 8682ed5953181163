import fc from 'fast-check';
import { makeTestDatabase, type TestDatabase } from '@sherpa/db/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { commands } from '../testing/protocol/commands.ts';
import { makeWorld } from '../testing/protocol/make-world.ts';
import { quiesce } from '../testing/protocol/stepping.ts';

let ground: TestDatabase;

beforeAll(async () => {
  ground = await makeTestDatabase(inject('postgresUrl'));
});

afterAll(async () => {
  await ground.drop();
});

const { runs, limitMs, seed } = inject('model');

/** A run takes some tenths of a second; what takes longer than this does not end at all. */
const RUN_LIMIT_MS = 10_000;

it(
  'keeps every task and ends it once, whoever dies at whichever step',
  { timeout: limitMs + 2 * RUN_LIMIT_MS },
  async () => {
    let done = 0;
    const property = fc.asyncProperty(commands, async (happenings) => {
      const world = await makeWorld(ground);
      await fc.asyncModelRun(() => ({ model: world, real: world }), happenings);
      await quiesce(world);
      done += 1;
    });
    // What is found is made smaller for as long as the limit allows.
    const plugins = [fc.timeout(RUN_LIMIT_MS), fc.interruptAfterTimeLimit(limitMs)];
    await fc.assert(property, { numRuns: runs, plugins, ...(seed === undefined ? {} : { seed }) });
    expect(done).toBeGreaterThan(0);
  },
);
