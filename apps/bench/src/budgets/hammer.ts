import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock, toAppError, type CallPriority } from '@sherpa/core';
import {
  makeCall,
  makeCallBudget,
  withPriority,
  type Call,
  type CallBudget,
} from '@sherpa/integrations/call';
import { makeQueue, type Queue } from '@sherpa/queue';
import { z } from 'zod';
import { figuresSchema, limitsOf } from './plan.ts';
import { makeRequests, type Ask } from './requests.ts';

/** What one process is to do. */
export const hammerSchema = z.object({
  queueUrl: z.string(),
  namespace: z.string(),
  sandboxUrl: z.string(),
  account: z.string(),
  figures: figuresSchema,
  /** Workers in this process, each with connections of its own. */
  clients: z.int(),
  /** Callers for each kind of request in each worker. */
  lanes: z.int(),
  forMs: z.int(),
});

export type Hammer = z.output<typeof hammerSchema>;

/** What came of it, as the callers saw it. */
export const hammeredSchema = z.object({
  calls: z.int(),
  /** Calls that were sent back to come again later. */
  heldBack: z.int(),
  /** Errors by code; none are expected. */
  failures: z.record(z.string(), z.int()),
});

export type Hammered = z.output<typeof hammeredSchema>;

/** The longest rest of a caller, so that none is asleep when the run is over. */
const MOST_REST_MS = 5_000;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

interface Tally {
  calls: number;
  heldBack: number;
  readonly failures: Record<string, number>;
}

/** The end of a run, for those who count and for those who wait. */
interface End {
  readonly at: number;
  readonly signal: AbortSignal;
}

const callOnce = async (ask: Ask, tally: Tally, end: End): Promise<void> => {
  try {
    await ask(end.signal);
    tally.calls += 1;
  } catch (err) {
    const { code, retry } = toAppError(err);
    if (code === 'task_cancelled') return;
    if (code === 'integration_budget') tally.heldBack += 1;
    else tally.failures[code] = (tally.failures[code] ?? 0) + 1;
    const restMs = typeof retry === 'string' ? MOST_REST_MS : retry.afterMs;
    await sleep(Math.max(0, Math.min(restMs, end.at - performance.now(), MOST_REST_MS)));
  }
};

const callUntil = async (ask: Ask, tally: Tally, end: End): Promise<void> => {
  while (performance.now() < end.at && !end.signal.aborted) await callOnce(ask, tally, end);
};

const makeCallOf = ({ figures }: Hammer, budget: CallBudget | undefined): Call =>
  makeCall({ vendor: figures.plan, log: silent, clock: systemClock, onCall: () => undefined, budget });

const makeBudgetOf = ({ account, figures }: Hammer, queue: Queue): CallBudget =>
  makeCallBudget({
    budgets: queue.budgets,
    account: { id: account, vendor: figures.plan, tenantId: null, credentials: 'bench' },
    limits: limitsOf(figures),
  });

/** The first call of a process loads and compiles; the vendor may well refuse this one. */
const warmUp = async (hammer: Hammer): Promise<void> => {
  const requests = makeRequests(hammer.figures.plan, hammer.sandboxUrl, makeCallOf(hammer, undefined));
  await Promise.allSettled(requests.map((ask) => ask(AbortSignal.timeout(hammer.forMs))));
};

/** One caller is urgent, so that the share that is kept for such is used as well. */
const priorityOf = (lane: number): CallPriority => (lane === 0 ? 'urgent' : 'normal');

/** Opens one worker; what it gives calls as fast as it is let until the time is over. */
const openClient = async (hammer: Hammer) => {
  const queue = makeQueue({ url: hammer.queueUrl, namespace: hammer.namespace, onError: () => undefined });
  await queue.ready();
  const call = makeCallOf(hammer, makeBudgetOf(hammer, queue));
  const lanes = Array.from({ length: hammer.lanes }, (_, lane) =>
    makeRequests(hammer.figures.plan, hammer.sandboxUrl, withPriority(call, priorityOf(lane))),
  ).flat();
  return {
    run: (tally: Tally, end: End) => Promise.all(lanes.map((ask) => callUntil(ask, tally, end))),
    close: () => queue.close(),
  };
};

/** A process full of workers, all connected: `run` lets them loose. */
export const openHammer = async (hammer: Hammer) => {
  const clients = await Promise.all(Array.from({ length: hammer.clients }, () => openClient(hammer)));
  await warmUp(hammer);
  return {
    run: async (): Promise<Hammered> => {
      const tally: Tally = { calls: 0, heldBack: 0, failures: {} };
      // Without it those who wait for their turn would call after the end.
      const end = { at: performance.now() + hammer.forMs, signal: AbortSignal.timeout(hammer.forMs) };
      await Promise.all(clients.map((client) => client.run(tally, end)));
      return tally;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
};
