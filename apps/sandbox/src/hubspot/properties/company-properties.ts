import { lifecycleStages } from '../lifecycle.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';

const define = propertiesOf('companyinformation');

export const companyProperties: readonly PropertyDefinition[] = [
  define('name', 'Company name'),
  define('domain', 'Company Domain Name'),
  define('phone', 'Phone Number', 'string', { fieldType: 'phonenumber' }),
  define('industry', 'Industry', 'enumeration', {
    options: ['COMPUTER_SOFTWARE', 'LOGISTICS_AND_SUPPLY_CHAIN', 'RETAIL', 'HOSPITAL_HEALTH_CARE', 'BANKING'],
  }),
  define('city', 'City'),
  define('country', 'Country/Region'),
  define('numberofemployees', 'Number of Employees', 'number'),
  define('lifecyclestage', 'Lifecycle Stage', 'enumeration', {
    fieldType: 'radio',
    options: lifecycleStages,
  }),
  define('hubspot_owner_id', 'Company owner', 'enumeration'),
  define('hs_object_id', 'Record ID', 'number', { isReadOnly: true }),
  define('createdate', 'Create Date', 'datetime', { isReadOnly: true }),
  define('hs_lastmodifieddate', 'Last Modified Date', 'datetime', { isReadOnly: true }),
  // The contacts' name for it: known here too, and always empty.
  define('lastmodifieddate', 'Last Modified Date (contacts)', 'datetime', {
    isReadOnly: true,
  }),
  define('account_tier', 'Account tier', 'enumeration', {
    hubspotDefined: false,
    options: ['basic', 'plus', 'enterprise'],
  }),
];
