import { makeDispatcher, makeEnqueuer, makeScheduler } from '@sherpa/agent-kit';
import { contracts } from '@sherpa/agents/contracts';
import { ensureTenant, insertLogs, makeDatabase, makeVault, rotateKeys } from '@sherpa/db';
import { makeQueue } from '@sherpa/queue';
import { announce, makeLogger, makeMetrics, type Logger, type Running } from '@sherpa/telemetry';
import { makeGatewayApp } from './app.ts';
import type { GatewayConfig } from './config.ts';
import { makeAskVendor } from './connections/ask-vendor.ts';
import { listen } from './listen.ts';
import { watchBudgets } from './watch-budgets.ts';
import { watchGateway } from './watch-gateway.ts';
import { makeWebhookCounts } from './webhooks/webhook-counts.ts';

/** The gateway, ready to be run. */
export interface Gateway {
  readonly log: Logger;
  readonly start: () => Promise<Running>;
}

/** The stores of a gateway; what breaks in them is told to its log. */
const openStores = (config: GatewayConfig, tell: () => Pick<Logger, 'warn'>) => ({
  db: makeDatabase({
    ...config.database,
    name: 'sherpa gateway',
    onError: (error) => tell().warn('A connection to the database broke.', { error }),
  }),
  queue: makeQueue({
    ...config.queue,
    onError: (error) => tell().warn('A connection to the queue broke.', { error }),
  }),
});

/** Builds everything the gateway is made of; nothing connects or listens before `start`. */
export const compose = (config: GatewayConfig): Gateway => {
  const { db, queue } = openStores(config, () => log);
  const log = makeLogger({
    ...config.log,
    process: 'gateway',
    store: (records) => insertLogs(db.engine, records),
  });
  const enqueuer = makeEnqueuer({ db, queue, contracts, log });
  const dispatcher = makeDispatcher({ db, queue, log });
  const scheduler = makeScheduler({ db, dispatcher, contracts, log });
  const metrics = makeMetrics({ process: 'gateway' });
  const vault = makeVault(config.credentialKeys.keys);
  const stopping = new AbortController();
  const webhookCounts = makeWebhookCounts();
  let { publicUrl } = config.gateway;
  const app = makeGatewayApp({
    db,
    queue,
    contracts,
    log,
    apiKey: config.gateway.apiKey,
    tenantSlug: config.tenant.slug,
    enqueue: (tenantId, tasks) => enqueuer.enqueue(tenantId, tasks, 'api'),
    enqueueIn: enqueuer.enqueueIn,
    dispatch: (staged) => dispatcher.dispatchAgain(staged),
    scheduler,
    vault,
    askVendor: makeAskVendor({ log, addresses: config.addresses }),
    rotateKeys: () => rotateKeys(db.engine, vault),
    metricsText: () => metrics.text(),
    webhookCounts,
    publicUrl: () => publicUrl ?? '',
    stopping: stopping.signal,
  });
  return {
    log,
    start: async () => {
      await Promise.all([db.ping(), queue.ready()]);
      const { id: tenantId } = await ensureTenant(db.engine, config.tenant.slug);
      watchGateway(metrics, { db, queue, contracts, tenantId, webhookCounts });
      watchBudgets(metrics, queue.budgets);
      const listening = await listen(app, config.gateway.host, config.gateway.port);
      publicUrl ??= listening.url;
      announce({ type: 'listening', url: listening.url });
      log.info('The gateway listens.', { url: listening.url, queue: queue.kind });
      return {
        stop: async () => {
          stopping.abort();
          await listening.close({ deadlineMs: config.runtime.drainMs / 2 });
          await dispatcher.settled();
          await enqueuer.settled();
          await queue.close();
          await log.flush();
          await db.close();
        },
      };
    },
  };
};
