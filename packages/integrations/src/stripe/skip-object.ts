import { IntegrationError } from '@sherpa/core';
import { readPage, type AskOptions, type StripeDeps } from './page.ts';

/** How each kind is listed: its path, which is the name of its endpoint too, and what it is listed with. */
const listings = {
  customer: { path: 'customers' },
  subscription: { path: 'subscriptions', params: { status: 'all' } },
  invoice: { path: 'invoices' },
  product: { path: 'products' },
  price: { path: 'prices' },
  charge: { path: 'charges' },
  refund: { path: 'refunds' },
  dispute: { path: 'disputes' },
  credit_note: { path: 'credit_notes' },
} as const satisfies Record<string, { path: string; params?: Readonly<Record<string, string>> }>;

/** A kind of object whose listing can be stepped through. */
export type ListedKind = keyof typeof listings;

/** An object by its id, and what to ask with for those after it. */
export interface SkippedObject {
  readonly id: string;
  readonly next?: string | undefined;
}

interface Named {
  readonly id: string;
}

/** The next object of a listing by its id alone, whatever else Stripe says of it. */
export const skipObject = async (
  deps: StripeDeps,
  kind: ListedKind,
  startingAfter: string | undefined,
  options: AskOptions,
): Promise<SkippedObject> => {
  const listing = listings[kind];
  const { path } = listing;
  const query = new URLSearchParams({
    limit: '1',
    ...(startingAfter === undefined ? {} : { starting_after: startingAfter }),
    ...('params' in listing ? listing.params : {}),
  });
  const { rows, next } = await readPage<Named, string>(
    deps,
    {
      operation: `${path}.list`,
      list: (client) => client.rawRequest('GET', `/v1/${path}?${query.toString()}`),
      read: ({ id }) => id,
    },
    options,
  );
  const [id] = rows;
  // It was taken away since; asked for again, the listing goes on without it.
  if (id === undefined) {
    throw new IntegrationError('There is nothing left to step over.', {
      code: 'integration_unavailable',
      retry: 'backoff',
    });
  }
  return { id, next };
};
