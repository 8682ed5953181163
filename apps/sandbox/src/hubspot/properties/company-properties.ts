import { lifecycleStages } from '../lifecycle.ts';
import { objectTypes } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'companyinformation';
const define = propertiesOf(GROUP);

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
  ...systemPropertiesOf(objectTypes.companies, GROUP),
  define('account_tier', 'Account tier', 'enumeration', {
    hubspotDefined: false,
    options: ['basic', 'plus', 'enterprise'],
  }),
];
