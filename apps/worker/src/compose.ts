import { startRunner, type Runner } from '@sherpa/agent-kit';
import { registry, type AgentEntry } from '@sherpa/agents/registry';
import { NotFoundError } from '@sherpa/core';
import { ensureTenant, insertLogs, makeDatabase, makeVault, type Database } from '@sherpa/db';
import { makeQueue, type Queue } from '@sherpa/queue';
import {
  announce,
  makeHealthServer,
  makeLogger,
  makeMetrics,
  type HealthServer,
  type Logger,
  type Metrics,
  type Running,
} from '@sherpa/telemetry';
import type { WorkerConfig } from './config.ts';
import { isConsuming } from './is-consuming.ts';
import { observeAttempts } from './observe-attempts.ts';
import { tellCircuits } from './tell-circuits.ts';
import { importEnvironment } from './vendors/import-environment.ts';
import { makeVendors } from './vendors/make-vendors.ts';

/** A worker, ready to be run. */
export interface Worker {
  readonly log: Logger;
  readonly start: () => Promise<Running>;
}

interface Parts {
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const startAgent = async (config: WorkerConfig, entry: AgentEntry, parts: Parts): Promise<Runner> => {
  const { db, log, metrics, queue } = parts;
  const vault = makeVault(config.credentialKeys.keys);
  const defaultTenant = await ensureTenant(db.engine, config.tenant.slug);
  await importEnvironment({ db, vault, log }, defaultTenant.id, config.credentials);
  const makeAgent = await entry.load();
  const { agent } = entry.contract;
  return startRunner({
    ...parts,
    agent: makeAgent(
      makeVendors({ db, vault, log, metrics, agent, addresses: config.addresses, budgets: queue.budgets }),
    ),
    defaultTenant,
    concurrency: config.worker.concurrency ?? entry.contract.concurrency ?? 10,
    leaseMs: config.worker.leaseMs,
    onAttempt: observeAttempts(metrics),
  });
};

const serveHealth = async (
  config: WorkerConfig,
  parts: Parts,
  runner: Runner,
): Promise<HealthServer | undefined> => {
  const { port, host } = config.health;
  if (port === undefined) return undefined;
  const ready = () => isConsuming({ ...parts, runner });
  return makeHealthServer({ host, port, live: () => true, ready, metrics: parts.metrics });
};

/** Builds what a worker of that agent is made of; nothing connects before `start`. */
export const compose = (config: WorkerConfig, agent: string): Worker => {
  const name = `worker-${agent}`;
  const entry = registry[agent];
  if (entry === undefined) throw new NotFoundError('There is no such agent.', { details: { agent } });
  const log = makeLogger({
    ...config.log,
    process: name,
    agentId: agent,
    store: (records) => insertLogs(db.engine, records),
  });
  const db = makeDatabase({
    ...config.database,
    name: `sherpa ${name}`,
    onError: (error) => log.warn('A connection to the database broke.', { error }),
  });
  const queue = makeQueue({
    ...config.queue,
    onError: (error) => log.warn('A connection to the queue broke.', { error }),
    onCircuit: tellCircuits(log),
  });
  const parts: Parts = { db, queue, log, metrics: makeMetrics({ process: name }) };
  return {
    log,
    start: async () => {
      await Promise.all([db.ping(), queue.ready()]);
      const runner = await startAgent(config, entry, parts);
      const health = await serveHealth(config, parts, runner);
      announce({ type: 'ready' });
      log.info('The worker is ready.', { agent, queue: queue.kind });
      return {
        stop: async () => {
          await runner.stop({ deadlineMs: config.runtime.drainMs });
          await health?.close();
          await queue.close();
          await log.flush();
          await db.close();
        },
      };
    },
  };
};
