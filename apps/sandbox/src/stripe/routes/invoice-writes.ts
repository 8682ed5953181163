import { z } from 'zod';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { finalizeInvoice } from '../changes/finalize-invoice.ts';
import { payInvoice } from '../changes/pay-invoice.ts';
import { deleteDraft, markUncollectible, voidInvoice } from '../changes/settle-invoice.ts';
import { invalid } from '../errors.ts';
import { named } from '../kind.ts';
import { invoiceKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { expandParams, flag, integer } from '../params.ts';
import type { StripeInvoice } from '../records/billing.ts';
import { renderInvoice } from '../render.ts';
import { createInvoice, newInvoiceSchema, previewInvoice, previewSchema } from './new-invoice.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/invoices';

const changesSchema = z.strictObject({
  ...expandParams,
  description: z.string().optional(),
  metadata: metadataParam,
  auto_advance: flag.optional(),
  days_until_due: integer.optional(),
  due_date: integer.optional(),
});

const changeInvoice = (
  account: StripeAccount,
  invoice: StripeInvoice,
  params: z.output<typeof changesSchema>,
  cause: Cause,
): void => {
  const { due_date: dueDate, description, auto_advance: autoAdvance, metadata } = params;
  if (invoice.status !== 'draft' && (dueDate !== undefined || params.days_until_due !== undefined)) {
    throw invalid('Finalized invoices can’t be updated in this way.', 'invoice_not_editable');
  }
  noteChange(account, cause, {
    type: 'invoice.updated',
    render: () => renderInvoice(account, invoice),
    apply: () => {
      invoice.metadata = mergeMetadata(invoice.metadata, metadata);
      invoice.description = description ?? invoice.description;
      invoice.autoAdvance = autoAdvance ?? invoice.autoAdvance;
      invoice.dueDate = dueDate ?? invoice.dueDate;
    },
  });
};

const paySchema = z.strictObject({
  ...expandParams,
  paid_out_of_band: flag.default(false),
  payment_method: z.string().optional(),
  off_session: flag.optional(),
});

const finalizeSchema = z.strictObject({ ...expandParams, auto_advance: flag.optional() });

const invoiceIn = (account: StripeAccount, request: VendorRequest): StripeInvoice =>
  named(invoiceKind(account), paramOf(request, 'id'));

/** Finalizes a draft that is to be sent, and says that it was. */
const sendInvoice = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  if (invoice.collectionMethod !== 'send_invoice') {
    throw invalid(
      'You can only manually send an invoice if its collection method is send_invoice.',
      undefined,
    );
  }
  if (invoice.status === 'draft') finalizeInvoice(account, invoice, cause);
  else noteEvent(account, cause, { type: 'invoice.sent', object: renderInvoice(account, invoice) });
};

type Action = (account: StripeAccount, invoice: StripeInvoice, cause: Cause) => void;

const ACTIONS: Readonly<Record<string, Action>> = {
  finalize: finalizeInvoice,
  send: sendInvoice,
  void: voidInvoice,
  mark_uncollectible: markUncollectible,
};

const actionRoute = (account: StripeAccount, name: string, act: Action): Route =>
  writingRoute(account, {
    path: `${PATH}/:id/${name}`,
    schema: finalizeSchema,
    run: (_params, cause, request) => {
      const invoice = invoiceIn(account, request);
      act(account, invoice, cause);
      return renderInvoice(account, invoice);
    },
  });

const draftRoutes = (account: StripeAccount): readonly Route[] => [
  writingRoute(account, {
    path: `${PATH}/create_preview`,
    schema: previewSchema,
    run: (params) => previewInvoice(account, params),
  }),
  writingRoute(account, {
    path: PATH,
    schema: newInvoiceSchema,
    run: (params, cause) => renderInvoice(account, createInvoice(account, params, cause)),
  }),
  writingRoute(account, {
    path: `${PATH}/:id`,
    schema: changesSchema,
    run: (params, cause, request) => {
      const invoice = invoiceIn(account, request);
      changeInvoice(account, invoice, params, cause);
      return renderInvoice(account, invoice);
    },
  }),
  writingRoute(account, {
    method: 'delete',
    path: `${PATH}/:id`,
    schema: z.strictObject(expandParams),
    run: (_params, cause, request) => {
      const invoice = invoiceIn(account, request);
      deleteDraft(account, invoice, cause);
      return { id: invoice.id, object: 'invoice', deleted: true };
    },
  }),
];

export const invoiceWrites = (account: StripeAccount): readonly Route[] => [
  ...draftRoutes(account),
  writingRoute(account, {
    path: `${PATH}/:id/pay`,
    schema: paySchema,
    run: (params, cause, request) => {
      const invoice = invoiceIn(account, request);
      if (invoice.status === 'draft') finalizeInvoice(account, invoice, cause);
      payInvoice(account, invoice, { isOutOfBand: params.paid_out_of_band }, cause);
      return renderInvoice(account, invoice);
    },
  }),
  ...Object.entries(ACTIONS).map(([name, act]) => actionRoute(account, name, act)),
];
