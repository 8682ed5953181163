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

/** As many as keep any one of them from filling its window, however fast the calls are. */
const ACCOUNTS = 20;

/** Two windows, as HubSpot has; each call is counted by itself, as in a window of up to 1,000. */
const wide: VendorLimits = {
  windows: {
    burst: { limit: 1_000, windowMs: 20, skewMs: 1_000 },
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

/** Each call is answered at once, as far as its budget knows; the accounts take turns. */
const callMany = async (accounts: readonly Call[], calls: number): Promise<number> => {
  const startedAt = performance.now();
  for (let made = 0; made < calls; made += 1) {
    await accounts[made % accounts.length]?.({
      operation: 'nothing.get',
      idempotent: true,
      run: async () => made,
    });
  }
  return ((performance.now() - startedAt) * US_PER_MS) / calls;
};

const measure = async (store: string, queue: Queue | undefined, calls: number): Promise<TakeCost> => {
  const accounts = Array.from({ length: ACCOUNTS }, () => callOf(queue));
  await callMany(accounts, WARM_UP);
  const aloneUs = await callMany(accounts, calls);
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: AMONG }, () => callMany(accounts, calls / AMONG)));
  return { store, aloneUs, amongUs: ((performance.now() - startedAt) * US_PER_MS) / calls };
};

/** Measures calls without a budget, and with one in each of the stores. */
export const measureTakes = async (
  stores: readonly { readonly store: string; readonly queueUrl: string }[],
  calls: number,
): Promise<readonly TakeCost[]> => {
  const costs = [await measure('none', undefined, calls)];
  for (const { store, queueUrl } of stores) {
    const queue = makeQueue({ url: queueUrl, namespace: 'bench', onError: () => undefined });
    try {
      await queue.ready();
      costs.push(await measure(store, queue, calls));
    } finally {
      await queue.close();
    }
  }
  return costs;
};
