import { isDeadCursor } from './dead-cursor.ts';
import type { StripePage, StripeRows } from './page.ts';
import { KEY_METADATA } from './write-one.ts';

/** Which write's thing to look for. */
export interface CreatedBy {
  readonly key: string;
  /** A moment before it was made. */
  readonly since: Date;
}

const PAGE = 100;

/** Stripe's clock and ours may differ by that much. */
const CLOCKS_MS = 300_000;

interface Keyed {
  readonly metadata: Readonly<Record<string, string>>;
}

const findOnce = async <T extends Keyed>(
  list: (page: StripePage) => Promise<StripeRows<T>>,
  { key, since }: CreatedBy,
): Promise<T | undefined> => {
  const createdSince = new Date(since.getTime() - CLOCKS_MS);
  let startingAfter: string | undefined;
  do {
    const page = await list({ limit: PAGE, createdSince, startingAfter });
    const found = page.rows.find(({ metadata }) => metadata[KEY_METADATA] === key);
    if (found !== undefined) return found;
    startingAfter = page.next;
  } while (startingAfter !== undefined);
  return undefined;
};

/**
 * What a write under that key made, `undefined` where none did. It lists, since Stripe's search lags behind
 * its writes; a listing whose row was deleted under it begins once more.
 */
export const findCreated = async <T extends Keyed>(
  list: (page: StripePage) => Promise<StripeRows<T>>,
  created: CreatedBy,
): Promise<T | undefined> => {
  try {
    return await findOnce(list, created);
  } catch (thrown) {
    if (!isDeadCursor(thrown)) throw thrown;
    return findOnce(list, created);
  }
};
