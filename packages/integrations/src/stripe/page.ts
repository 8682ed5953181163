import type { Stripe } from 'stripe';
import { z } from 'zod';
import type { Call } from '../call/make-call.ts';
import { readAnswer } from '../call/read-answer.ts';
import type { StripeSdk } from './sdk.ts';

/** Lets the task that asks cancel what it asked. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A page of a listing, newest first. */
export interface StripePage {
  /**
   * `next` of the page before. When its row was deleted since, Stripe rejects it, which `isDeadCursor`
   * tells: start over.
   */
  readonly startingAfter?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
  /** Only what was created since, inclusive and to the second. Says nothing of what changed. */
  readonly createdSince?: Date | undefined;
}

/** Rows, and what to ask with for more; no `next` on the last page. */
export interface StripeRows<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

/** What every request to Stripe needs. */
export interface StripeDeps {
  readonly sdk: StripeSdk;
  readonly call: Call;
}

/** Of a list, what a page is made from; the rows themselves are typed by the pinned API version. */
const listSchema = z.object({ data: z.array(z.object({ id: z.string().min(1) })), has_more: z.boolean() });

/** How one page is asked for and read. */
export interface PageRequest<Row, T> {
  readonly operation: string;
  readonly list: (client: Stripe) => Promise<{ readonly data: readonly Row[] }>;
  readonly read: (row: Row) => T;
}

/** A moment as the second that Stripe compares with. */
const secondOf = (moment: Date): number => Math.floor(moment.getTime() / 1_000);

/** The parameters of a page as Stripe names them. */
export const toPageParams = ({ startingAfter, limit, createdSince }: StripePage) => ({
  limit,
  ...(startingAfter === undefined ? {} : { starting_after: startingAfter }),
  ...(createdSince === undefined ? {} : { created: { gte: secondOf(createdSince) } }),
});

/**
 * Reads one page. Pages are asked for one by one: the SDK's iterator never asks again after an error.
 */
export const readPage = <Row, T>(
  { sdk, call }: StripeDeps,
  { operation, list, read }: PageRequest<Row, T>,
  { signal }: AskOptions,
): Promise<StripeRows<T>> =>
  call({
    operation,
    idempotent: true,
    signal,
    run: async (ends) => {
      const page = await sdk.ask(ends, list);
      return readAnswer(() => {
        const { data, has_more: hasMore } = listSchema.parse(page);
        return { rows: page.data.map(read), next: hasMore ? data.at(-1)?.id : undefined };
      });
    },
  });
