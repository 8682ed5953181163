import type { Stripe } from 'stripe';
import { orMissing } from '../call/or-status.ts';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, StripeDeps } from './page.ts';

/** How one object is asked for and read. */
export interface OneRequest<Row, T> {
  readonly operation: string;
  readonly get: (client: Stripe) => Promise<Row>;
  readonly read: (row: Row) => T;
}

/** Gets one object, `undefined` when Stripe does not have it. */
export const getOne = <Row, T>(
  { sdk, call }: StripeDeps,
  { operation, get, read }: OneRequest<Row, T>,
  { signal }: AskOptions,
): Promise<T | undefined> =>
  orMissing(
    call({
      operation,
      idempotent: true,
      signal,
      run: async (ends) => {
        const row = await sdk.ask(ends, get);
        return readAnswer(() => read(row));
      },
    }),
  );
