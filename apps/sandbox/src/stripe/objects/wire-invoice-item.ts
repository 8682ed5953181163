import type Stripe from 'stripe';
import type { StripeInvoiceItem } from '../records/billing.ts';

export type WireInvoiceItem = Omit<Stripe.InvoiceItem, 'pricing' | 'quantity_decimal'> & {
  pricing: (Omit<Stripe.InvoiceItem.Pricing, 'unit_amount_decimal'> & { unit_amount_decimal: string }) | null;
  quantity_decimal: string;
};

export const toWireInvoiceItem = (item: StripeInvoiceItem): WireInvoiceItem | Stripe.DeletedInvoiceItem =>
  item.isDeleted
    ? { id: item.id, object: 'invoiceitem', deleted: true }
    : {
        id: item.id,
        object: 'invoiceitem',
        amount: item.amount,
        currency: item.currency,
        customer: item.customerId,
        customer_account: null,
        date: item.created,
        description: item.description,
        discountable: !item.isProration,
        discounts: [],
        invoice: item.invoiceId,
        livemode: false,
        metadata: { ...item.metadata },
        net_amount: item.amount,
        parent:
          item.subscriptionId === null
            ? null
            : { subscription_details: { subscription: item.subscriptionId }, type: 'subscription_details' },
        period: { ...item.period },
        pricing:
          item.price === null
            ? null
            : {
                price_details: { price: item.price.id, product: item.price.product },
                type: 'price_details',
                unit_amount_decimal: String(item.price.unitAmount),
              },
        proration: item.isProration,
        quantity: item.quantity,
        quantity_decimal: String(item.quantity),
        tax_rates: [],
        test_clock: item.testClock,
      };
