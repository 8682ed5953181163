import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { toWireInvoiceItem } from '../objects/wire-invoice-item.ts';
import type { StripeInvoice, StripeInvoiceItem } from '../records/billing.ts';
import { lineOfInvoiceItem, sumOf } from './make-invoice.ts';

/** The lines of a draft follow its items. */
const refresh = (account: StripeAccount, invoice: StripeInvoice): void => {
  const items = account.groups.invoiceItemsOfCustomer
    .of(invoice.customerId)
    .filter((item) => item.invoiceId === invoice.id && !item.isDeleted);
  const own = invoice.lines.filter(({ invoiceItemId }) => invoiceItemId === null);
  invoice.lines = [...own, ...items.map(lineOfInvoiceItem)];
  invoice.amount = sumOf(invoice.lines) - invoice.discountAmount;
};

const requireOpenDraft = (account: StripeAccount, item: StripeInvoiceItem): void => {
  const invoice = account.invoices.get(item.invoiceId ?? '');
  if (invoice !== undefined && invoice.status !== 'draft') {
    throw invalid('This invoice is no longer editable.', 'invoice_not_editable');
  }
};

const refreshInvoiceOf = (account: StripeAccount, item: StripeInvoiceItem): void => {
  const invoice = account.invoices.get(item.invoiceId ?? '');
  if (invoice !== undefined) refresh(account, invoice);
};

/** Adds an item, to the named draft at once. */
export const addInvoiceItem = (
  account: StripeAccount,
  item: Omit<StripeInvoiceItem, 'id' | 'created' | 'isDeleted'>,
  cause: Cause,
): StripeInvoiceItem => {
  const added: StripeInvoiceItem = {
    ...item,
    id: account.newId('ii'),
    created: account.nowSeconds(),
    isDeleted: false,
  };
  requireOpenDraft(account, added);
  account.invoiceItems.add(added);
  refreshInvoiceOf(account, added);
  noteEvent(account, cause, { type: 'invoiceitem.created', object: toWireInvoiceItem(added) });
  return added;
};

export const changeInvoiceItem = (
  account: StripeAccount,
  item: StripeInvoiceItem,
  changes: Partial<StripeInvoiceItem>,
): void => {
  requireOpenDraft(account, item);
  Object.assign(item, changes);
  refreshInvoiceOf(account, item);
};

export const deleteInvoiceItem = (account: StripeAccount, item: StripeInvoiceItem, cause: Cause): void => {
  requireOpenDraft(account, item);
  const object = toWireInvoiceItem(item);
  item.isDeleted = true;
  refreshInvoiceOf(account, item);
  noteEvent(account, cause, { type: 'invoiceitem.deleted', object });
};
