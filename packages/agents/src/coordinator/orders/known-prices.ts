import type { TaskContext } from '@sherpa/agent-kit';
import { AgentError } from '@sherpa/core';
import { isSettled, listRecords, type Db, type StoredRecord } from '@sherpa/db';
import { z } from 'zod';
import type { KnownPrice } from './match-prices.ts';

const PAGE = 500;
const WAIT_MS = 5_000;

const priceSchema = z.object({
  id: z.string(),
  productId: z.string(),
  active: z.boolean(),
  currency: z.string(),
  unitAmountMinor: z.number().nullable(),
  interval: z.string().nullable(),
  intervalCount: z.number(),
  lookupKey: z.string().nullable(),
});
const productSchema = z.object({ id: z.string(), name: z.string() });

const KINDS = [
  { system: 'stripe', stream: 'prices', objectType: 'price' },
  { system: 'stripe', stream: 'products', objectType: 'product' },
] as const;

const readAll = async (tx: Db, objectType: string): Promise<readonly StoredRecord[]> => {
  const all: StoredRecord[] = [];
  let after = '';
  let page: readonly StoredRecord[];
  do {
    page = await listRecords(tx, { system: 'stripe', objectType }, { after, limit: PAGE });
    all.push(...page);
    after = page.at(-1)?.externalId ?? '';
  } while (page.length === PAGE);
  return all;
};

type Asked = Pick<TaskContext, 'withTenant'> & { readonly task: { readonly tenantId: string } };

/** The active prices of the mirror. While they are still being read for the first time the task waits, uncounted. */
export const knownPrices = async (ctx: Asked): Promise<readonly KnownPrice[]> => {
  const { prices, products, isRead } = await ctx.withTenant(async (tx) => ({
    prices: await readAll(tx, 'price'),
    products: await readAll(tx, 'product'),
    isRead: await isSettled(tx, ctx.task.tenantId, KINDS),
  }));
  if (!isRead)
    throw new AgentError('The prices of Stripe are still being read.', {
      retry: { afterMs: WAIT_MS, counted: false },
    });
  const names = new Map(
    products.map(({ payload }) => {
      const { id, name } = productSchema.parse(payload);
      return [id, name] as const;
    }),
  );
  return prices.flatMap(({ payload }): KnownPrice[] => {
    const { productId, active, ...price } = priceSchema.parse(payload);
    return active ? [{ ...price, productName: names.get(productId) ?? null }] : [];
  });
};
