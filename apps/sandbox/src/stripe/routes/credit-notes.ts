import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import { noteEvent, type StripeAccount } from '../account.ts';
import { creditInvoice } from '../changes/credit-invoice.ts';
import { invalid } from '../errors.ts';
import { named, referred } from '../kind.ts';
import { creditNoteKind, invoiceKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWireCreditNote } from '../objects/wire-credit-note.ts';
import { expandParams, integer, listParams } from '../params.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/credit_notes';

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  invoice: z.string().optional(),
});

const newSchema = z.strictObject({
  ...expandParams,
  invoice: z.string(),
  amount: integer.pipe(z.int().min(1)),
  credit_amount: integer.optional(),
  refund_amount: integer.pipe(z.int().min(0)).default(0),
  reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).optional(),
  memo: z.string().optional(),
  metadata: metadataParam,
});

export const creditNoteRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = creditNoteKind(account);
  return [
    listRoute(account, kind, {
      schema: listSchema,
      within: ({ invoice }) =>
        invoice === undefined ? undefined : account.groups.creditNotesOfInvoice.of(invoice),
      isListed: (note, { customer }) => customer === undefined || note.customerId === customer,
    }),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params, cause) => {
        const { amount, refund_amount: refundAmount, reason, memo, metadata } = params;
        const credited = {
          amount,
          refundAmount,
          reason: reason ?? null,
          memo: memo ?? null,
          metadata: mergeMetadata({}, metadata),
        };
        const invoice = referred(invoiceKind(account), params.invoice, 'invoice');
        return toWireCreditNote(creditInvoice(account, invoice, credited, cause));
      },
    }),
    writingRoute(account, {
      path: `${PATH}/:id/void`,
      schema: z.strictObject(expandParams),
      run: (_params, cause, request) => {
        const note = named(kind, paramOf(request, 'id'));
        if (note.voidedAt !== null || note.isAfterPayment) {
          throw invalid('This credit note cannot be voided.', undefined);
        }
        note.voidedAt = account.nowSeconds();
        const invoice = account.invoices.get(note.invoiceId);
        if (invoice?.status === 'open') invoice.creditedAmount -= note.amount;
        noteEvent(account, cause, { type: 'credit_note.voided', object: toWireCreditNote(note) });
        return toWireCreditNote(note);
      },
    }),
  ];
};
