import type { Stripe } from 'stripe';
import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { VendorFailure } from '../call/vendor-failure.ts';
import { isDeadCursor } from './dead-cursor.ts';
import { toInvoiceLine, type StripeInvoiceLine } from './invoice-line.ts';
import type { AskOptions, StripeDeps } from './page.ts';

const PAGE = 100;

/** Lines may have no id; a list that goes on needs one to go on from. */
const listSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1).nullish() })),
  has_more: z.boolean(),
});

interface Lines {
  readonly lines: readonly Stripe.InvoiceLineItem[];
  readonly next: string | undefined;
}

/** A list that says there is more but not after what would come again for ever. */
const cursorOf = (page: z.output<typeof listSchema>, seen: ReadonlySet<string>): string | undefined => {
  if (!page.has_more) return undefined;
  const last = page.data.at(-1)?.id ?? undefined;
  if (last === undefined || seen.has(last)) throw new VendorFailure({ kind: 'mismatch' });
  return last;
};

const readAll = async (
  { sdk, call }: StripeDeps,
  invoiceId: string,
  { signal }: AskOptions,
): Promise<readonly Stripe.InvoiceLineItem[]> => {
  const seen = new Set<string>();
  const read = (after: string | undefined): Promise<Lines> =>
    call({
      operation: 'invoices.lines',
      idempotent: true,
      signal,
      run: async (ends) => {
        const cursor = after === undefined ? {} : { starting_after: after };
        const page = await sdk.ask(ends, (client) =>
          client.invoices.listLineItems(invoiceId, { limit: PAGE, ...cursor }),
        );
        return readAnswer(() => ({
          lines: page.data,
          next: cursorOf(listSchema.parse(page), seen),
        }));
      },
    });
  const lines: Stripe.InvoiceLineItem[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    lines.push(...page.lines);
    after = page.next;
    if (after !== undefined) seen.add(after);
  } while (after !== undefined);
  return lines;
};

/**
 * Every line of an invoice, in its order. A draft may lose the line a listing stood at; it is read once
 * more from the start then.
 */
export const readInvoiceLines = async (
  deps: StripeDeps,
  invoiceId: string,
  options: AskOptions,
): Promise<readonly StripeInvoiceLine[]> => {
  const toLines = (lines: readonly Stripe.InvoiceLineItem[]) =>
    lines.map((line, place) => toInvoiceLine(invoiceId, line, place));
  try {
    return toLines(await readAll(deps, invoiceId, options));
  } catch (thrown) {
    if (!isDeadCursor(thrown)) throw thrown;
    return toLines(await readAll(deps, invoiceId, options));
  }
};
