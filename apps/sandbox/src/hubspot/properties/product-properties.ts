import { objectTypes } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'productinformation';
const define = propertiesOf(GROUP);

export const productProperties: readonly PropertyDefinition[] = [
  define('name', 'Name'),
  define('description', 'Description', 'string', { fieldType: 'textarea' }),
  define('price', 'Unit price', 'number'),
  define('hs_sku', 'SKU'),
  define('recurringbillingfrequency', 'Billing frequency', 'enumeration', {
    options: ['monthly', 'annually'],
  }),
  ...systemPropertiesOf(objectTypes.products, GROUP),
];
