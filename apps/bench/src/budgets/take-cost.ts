import { randomUUID } from 'node:crypto';
import { systemClock } from '@sherpa/core';
import { makeCall, makeCallBudget, type Call, type VendorLimits } from '@sherpa/integrations/call';
import { makeQueue, type Queue } from '@sherpa/queue';

/** What a call costs that does nothing, in microseconds: by itself, and among others in one process. */
export interface TakeCost {
  readonly store: string;
  readonly aloneUs: number;
  readonly amongUs: number;
}

const AMONG = 50;
const WARM_UP = 200;
const US_PER_MS = 1_000;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** Two windows, as HubSpot has, that are wide enough never to make anybody wait. */
const wide: VendorLimits = {
  windows: {
    burst: { limit: 1_000, windowMs: 20, skewMs: 5_000 },
    daily: { limit: 100_000_000, windowMs: 86_400_000 },
  },
  windowsOf: () => ['burst', 'daily'],
};

const callOf = (queue: Queue | undefined): Call =>
  makeCall({
    vendor: 'bench',
    log: silent,
    clock: systemClock,
    onCall: () => undefined,
    budget:
      queue === undefined
        ? undefined
        : makeCallBudget({
            budgets: queue.budgets,
            account: { id: randomUUID(), vendor: 'bench', tenantId: null, credentials: 'bench' },
            limits: wide,
          }),
  });

/** Each call is answered at once, as far as its budget knows. */
const callMany = async (call: Call, calls: number): Promise<number> => {
  const startedAt = performance.now();
  for (let made = 0; made < calls; made += 1) {
    await call({ operation: 'nothing.get', idempotent: true, run: async () => made });
  }
  return ((performance.now() - startedAt) * US_PER_MS) / calls;
};

const measure = async (store: string, call: Call, calls: number): Promise<TakeCost> => {
  await callMany(call, WARM_UP);
  const aloneUs = await callMany(call, calls);
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: AMONG }, () => callMany(call, calls / AMONG)));
  return { store, aloneUs, amongUs: ((performance.now() - startedAt) * US_PER_MS) / calls };
};

/** Measures calls without a budget, and with one in each of the stores. */
export const measureTakes = async (
  stores: readonly { readonly store: string; readonly queueUrl: string }[],
  calls: number,
): Promise<readonly TakeCost[]> => {
  const costs = [await measure('none', callOf(undefined), calls)];
  for (const { store, queueUrl } of stores) {
    const queue = makeQueue({ url: queueUrl, namespace: 'bench', onError: () => undefined });
    try {
      await queue.ready();
      costs.push(await measure(store, callOf(queue), calls));
    } finally {
      await queue.close();
    }
  }
  return costs;
};
