import { baseOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** One line of a deal; amounts are in whole units of the currency. */
export interface HubSpotLineItem extends ObjectBase {
  readonly name: string | null;
  readonly productId: string | null;
  readonly sku: string | null;
  readonly quantity: number | null;
  readonly price: number | null;
  readonly amount: number | null;
  readonly currency: string | null;
  /** Null for what is paid once. */
  readonly billingFrequency: string | null;
}

export const LINE_ITEM_PROPERTIES = [
  'name',
  'hs_product_id',
  'hs_sku',
  'quantity',
  'price',
  'amount',
  'hs_line_item_currency_code',
  'recurringbillingfrequency',
  'createdate',
  'hs_lastmodifieddate',
] as const;

const DATES = { created: 'createdate', modified: 'hs_lastmodifieddate' };

/** Maps a line item record; `custom` names the properties to carry along. */
export const toLineItem = (record: HubSpotRecord, custom: readonly string[]): HubSpotLineItem => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    name: reader.text('name'),
    productId: reader.text('hs_product_id'),
    sku: reader.text('hs_sku'),
    quantity: reader.number('quantity'),
    price: reader.number('price'),
    amount: reader.number('amount'),
    currency: reader.text('hs_line_item_currency_code'),
    billingFrequency: reader.text('recurringbillingfrequency'),
  };
};
