import type { Command } from './command.ts';

/** The benchmarks by name; each is loaded only when it is run. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  budgets: async () => (await import('./budgets/command.ts')).budgetsBench,
  sync: async () => (await import('./sync/command.ts')).syncBench,
  customers: async () => (await import('./customers/command.ts')).customersBench,
  queue: async () => (await import('./queue/command.ts')).queueBench,
  webhooks: async () => (await import('./webhooks/command.ts')).webhooksBench,
  knowledge: async () => (await import('./knowledge/command.ts')).knowledgeBench,
};

/** The one that `bench` without a name runs. */
export const DEFAULT_COMMAND = 'queue';
