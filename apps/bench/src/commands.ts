import type { Command } from './command.ts';

/** The benchmarks by name; each is loaded only when it is run. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  sync: async () => (await import('./sync/command.ts')).syncBench,
  queue: async () => (await import('./queue/command.ts')).queueBench,
};

/** The one that `bench` without a name runs. */
export const DEFAULT_COMMAND = 'queue';
