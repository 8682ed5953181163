import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { keepTemporaryInMemory } from './packages/devstack/src/vitest/temporary-in-memory.ts';

keepTemporaryInMemory(process.env);

/** In the suite as many runs as go into some seconds; a soak says how many it wants. */
const { SHERPA_MODEL_RUNS: runs, SHERPA_MODEL_SEED: seed } = process.env;
const model = {
  ...(runs === undefined
    ? { runs: 100, limitMs: 18_000 }
    : { runs: Number(runs), limitMs: Number(runs) * 1_000 }),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

/** The long forms of some tests: minutes each, so only where they are asked for. */
const { SHERPA_SOAK: soak } = process.env;

/** Tests on real accounts of the vendors, where they are asked for. */
const { SHERPA_LIVE: live } = process.env;

const servers = 'packages/devstack/src/vitest/global-setup.ts';

export default defineConfig({
  test: {
    // Most of what the tests with servers do is wait: for a lease, an outage, a process.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      {
        test: {
          name: 'unit',
          // Importing has no effect and no module is mocked: files that share their modules take a third of the time.
          isolate: false,
          include: ['{packages,apps}/**/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.int.test.ts', '**/*.soak.test.ts', '**/*.live.test.ts'],
          setupFiles: ['packages/devstack/src/vitest/fail-on-console.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          // As for unit: each file has servers' things of its own, and modules hold nothing.
          isolate: false,
          include: ['{packages,apps}/**/*.int.test.ts'],
          globalSetup: [servers],
          provide: { model },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      ...(soak === undefined
        ? []
        : [
            {
              test: {
                name: 'soak',
                include: ['{packages,apps}/**/*.soak.test.ts'],
                globalSetup: [servers],
                provide: { model },
                // What they look for shows only where nothing else takes the processor.
                maxWorkers: 1,
                testTimeout: 600_000,
                hookTimeout: 120_000,
              },
            },
          ]),
      ...(live === undefined
        ? []
        : [
            {
              test: {
                name: 'live',
                include: ['packages/**/*.live.test.ts'],
                globalSetup: ['packages/devstack/src/live/live-setup.ts'],
                // One call after the other: the accounts may be shared with people.
                maxWorkers: 1,
              },
            },
          ]),
      {
        test: {
          name: 'e2e',
          include: ['apps/e2e/tests/**/*.e2e.test.ts'],
          globalSetup: [servers],
          // Whole fleets of processes, which mostly wait: three at a time, after everything else, so that they do not starve
          // each other.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
