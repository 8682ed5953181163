import { lifecycleStages } from '../lifecycle.ts';
import { objectTypes } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'contactinformation';
const define = propertiesOf(GROUP);
const custom = { hubspotDefined: false };

export const contactProperties: readonly PropertyDefinition[] = [
  define('email', 'Email', 'string', { hasUniqueValue: true }),
  define('hs_additional_emails', 'Additional email addresses', 'enumeration', { isReadOnly: true }),
  define('firstname', 'First Name'),
  define('lastname', 'Last Name'),
  define('phone', 'Phone Number', 'string', { fieldType: 'phonenumber' }),
  define('mobilephone', 'Mobile Phone Number', 'string', { fieldType: 'phonenumber' }),
  define('company', 'Company Name'),
  define('jobtitle', 'Job Title'),
  define('city', 'City'),
  define('country', 'Country/Region'),
  define('hs_country_region_code', 'Country/Region Code'),
  define('lifecyclestage', 'Lifecycle Stage', 'enumeration', {
    fieldType: 'radio',
    options: lifecycleStages,
  }),
  define('hubspot_owner_id', 'Contact owner', 'enumeration'),
  define('associatedcompanyid', 'Primary Associated Company ID', 'number'),
  define('notes_last_contacted', 'Last Contacted', 'datetime'),
  define('hs_calculated_merged_vids', 'Merged vids with timestamps of a contact', 'string', {
    isReadOnly: true,
  }),
  ...systemPropertiesOf(objectTypes.contacts, GROUP),
  define('stripe_customer_id', 'Stripe customer', 'string', custom),
  define('seats', 'Seats', 'number', custom),
  define('opted_out', 'Opted out', 'bool', custom),
  define('renewal_date', 'Renewal date', 'date', custom),
  define('last_seen_at', 'Last seen in the product', 'datetime', custom),
];
