import type { AppError } from '@sherpa/core';
import type { Backend } from './backend.ts';
import type { CircuitChange } from './budgets/exchange.ts';
import type { CircuitPolicy } from './budgets/circuit-policy.ts';
import { guardBudgets } from './budgets/guard-budgets.ts';
import { makeBudgets } from './budgets/make-budgets.ts';
import { makeConsumer } from './consumer/consumer.ts';
import { parseNamespace } from './names.ts';
import { makePostgresBackend } from './postgres/postgres-backend.ts';
import { makeBullQueues } from './producer/bull-queues.ts';
import { makeProducer } from './producer/producer.ts';
import { toQueueError, withQueueErrors } from './queue-error.ts';
import { queueKind } from './queue-kind.ts';
import type { Queue } from './queue.ts';
import { makeRedisBackend } from './redis/redis-backend.ts';
import { within } from './within.ts';

export interface QueueSettings {
  /** redis:// or rediss:// for Redis and Valkey, postgres:// for BullMQ's Postgres backend. */
  readonly url: string;
  /** Keeps installations on one server apart: Redis key prefix, Postgres schema. */
  readonly namespace: string;
  /** Told when a connection breaks; it is opened again by itself. */
  readonly onError: (error: AppError) => void;
  /** Told by the one process of the fleet that opened or closed an account's circuit. */
  readonly onCircuit?: (change: CircuitChange) => void;
  /** Where an account is to be left alone sooner or later than usual. */
  readonly circuit?: Partial<CircuitPolicy>;
}

/** What a process has not told the budgets yet makes others faster, not safer: its end need not wait for it. */
const TELL_BUDGETS_MS = 500;

const makeBackend = ({
  url,
  namespace,
  onError,
}: Pick<QueueSettings, 'url' | 'namespace' | 'onError'>): Backend => {
  const settings = {
    url,
    namespace: parseNamespace(namespace),
    onError: (error: unknown) => onError(toQueueError(error)),
  };
  return queueKind(url) === 'redis' ? makeRedisBackend(settings) : makePostgresBackend(settings);
};

/** Opens nothing by itself: `ready`, or the first call, connects. */
export const makeQueue = (settings: QueueSettings): Queue => {
  const backend = makeBackend(settings);
  const queues = makeBullQueues(backend);
  const producer = makeProducer(backend, queues);
  const { onCircuit, circuit = {} } = settings;
  const budgets = guardBudgets(
    makeBudgets({
      store: backend.budgets,
      policy: circuit,
      ...(onCircuit === undefined ? {} : { onCircuit }),
    }),
  );
  let closed: Promise<void> | undefined;
  return {
    kind: backend.kind,
    store: {
      look: () => withQueueErrors(() => backend.store.look()),
      mark: (was, becomes) => withQueueErrors(() => backend.store.mark(was, becomes)),
    },
    budgets,
    ready: () => withQueueErrors(() => backend.ready()),
    add: (agent, entries) => withQueueErrors(() => producer.add(agent, entries)),
    ensure: (agent, entries) => withQueueErrors(() => producer.ensure(agent, entries)),
    remove: (agent, taskIds) => withQueueErrors(() => producer.remove(agent, taskIds)),
    counts: (agent) => withQueueErrors(() => producer.counts(agent)),
    boardQueue: (agent) => queues.of(agent),
    consume: (options) => makeConsumer(backend, options, () => producer.hasOpenJobs(options.agent)),
    ping: () => withQueueErrors(() => backend.ping()),
    close: () => {
      closed ??= withQueueErrors(async () => {
        await within(
          TELL_BUDGETS_MS,
          budgets.flush().catch(() => undefined),
        );
        await queues.close();
        await backend.close();
      });
      return closed;
    },
  };
};
