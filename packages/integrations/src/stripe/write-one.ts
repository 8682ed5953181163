import type { Stripe } from 'stripe';
import { readAnswer } from '../call/read-answer.ts';
import { ourKey } from './our-key.ts';
import type { AskOptions, StripeDeps } from './page.ts';

/** One write under a key, and how its answer is read. */
export interface WriteRequest<Row, T> {
  readonly operation: string;
  readonly key: string;
  readonly write: (client: Stripe, how: { readonly idempotencyKey: string }) => Promise<Row>;
  readonly read: (row: Row) => T;
}

/** Of the metadata, what says which write of ours made a thing. */
export const KEY_METADATA = 'sherpa_key';

/** The metadata of a thing that a write of ours makes: it outlasts the day for which Stripe knows the key. */
export const keyedMetadata = (key: string, metadata: Readonly<Record<string, string>> = {}) => ({
  ...metadata,
  [KEY_METADATA]: key,
});

/** Makes a write that happens once a day under its key, however often it is tried. */
export const writeOne = <Row, T>(
  { sdk, call }: StripeDeps,
  { operation, key, write, read }: WriteRequest<Row, T>,
  { signal }: AskOptions,
): Promise<T> =>
  call({
    operation,
    idempotent: true,
    signal,
    run: async (ends) => {
      const row = await sdk.ask(ends, (client) => write(client, { idempotencyKey: ourKey(key) }));
      return readAnswer(() => read(row));
    },
  });
