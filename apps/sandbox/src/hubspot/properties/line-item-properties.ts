import { objectTypes } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'lineiteminformation';
const define = propertiesOf(GROUP);

export const lineItemProperties: readonly PropertyDefinition[] = [
  define('name', 'Name'),
  define('hs_product_id', 'Product ID', 'number'),
  define('hs_sku', 'SKU'),
  define('quantity', 'Quantity', 'number'),
  define('price', 'Unit price', 'number'),
  define('amount', 'Net price', 'number'),
  define('hs_line_item_currency_code', 'Currency', 'enumeration'),
  define('recurringbillingfrequency', 'Billing frequency', 'enumeration', {
    options: ['monthly', 'annually'],
  }),
  ...systemPropertiesOf(objectTypes.line_items, GROUP),
];
