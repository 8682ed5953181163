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

const { runs, seed } = inject('model');

/** What takes longer does not end at all. */
const RUN_LIMIT_MS = 10_000;

/** A run takes some tenths of a second; what is found is made smaller for as long as this allows. */
const TIME_LIMIT_MS = runs * 500;

it(
  'keeps every task and ends it once, whoever dies at whichever step',
  { timeout: 2 * TIME_LIMIT_MS },
  async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(commands, async (happenings) => {
        const world = await makeWorld(ground);
        await fc.asyncModelRun(() => ({ model: world, real: world }), happenings);
        await quiesce(world);
        done += 1;
      }),
      {
        numRuns: runs,
        timeout: RUN_LIMIT_MS,
        interruptAfterTimeLimit: TIME_LIMIT_MS,
        ...(seed === undefined ? {} : { seed }),
      },
    );
    expect(done).toBeGreaterThan(0);
  },
);
