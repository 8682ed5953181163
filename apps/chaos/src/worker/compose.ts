import { startRunner } from '@sherpa/agent-kit';
import { ensureTenant, makeDatabase } from '@sherpa/db';
import { makeQueue } from '@sherpa/queue';
import { announce, makeLogger, type Logger, type Running } from '@sherpa/telemetry';
import { makeChaosAgent } from '../agent/chaos-agent.ts';
import { makeVendorCalls } from '../agent/vendor-calls.ts';
import type { ChaosConfig } from '../config.ts';

/** A worker of the load, made of the same parts as every other worker. */
export const compose = (
  config: ChaosConfig,
  options: { readonly name: string; readonly sandboxUrl: string },
): { readonly log: Logger; readonly start: () => Promise<Running> } => {
  const log = makeLogger({ ...config.log, process: options.name, agentId: 'chaos' });
  const db = makeDatabase({
    ...config.database,
    name: `sherpa ${options.name}`,
    onError: (error) => log.warn('A connection to the database broke.', { error }),
  });
  const queue = makeQueue({
    ...config.queue,
    onError: (error) => log.warn('A connection to the queue broke.', { error }),
  });
  return {
    log,
    start: async () => {
      await Promise.all([db.ping(), queue.ready()]);
      const runner = await startRunner({
        db,
        queue,
        log,
        agent: makeChaosAgent(makeVendorCalls(options.sandboxUrl)),
        defaultTenant: await ensureTenant(db.engine, 'default'),
        concurrency: config.worker.concurrency ?? 10,
        leaseMs: config.worker.leaseMs,
      });
      announce({ type: 'ready' });
      return {
        stop: async () => {
          await runner.stop({ deadlineMs: config.runtime.drainMs });
          await queue.close();
          await log.flush();
          await db.close();
        },
      };
    },
  };
};
