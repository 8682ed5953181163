import { lifecycleStages } from '../lifecycle.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';

const define = propertiesOf('contactinformation');

export const contactProperties: readonly PropertyDefinition[] = [
  define('email', 'Email', 'string', { hasUniqueValue: true }),
  define('firstname', 'First Name'),
  define('lastname', 'Last Name'),
  define('phone', 'Phone Number', 'string', { fieldType: 'phonenumber' }),
  define('mobilephone', 'Mobile Phone Number', 'string', { fieldType: 'phonenumber' }),
  define('company', 'Company Name'),
  define('jobtitle', 'Job Title'),
  define('city', 'City'),
  define('country', 'Country/Region'),
  define('lifecyclestage', 'Lifecycle Stage', 'enumeration', {
    fieldType: 'radio',
    options: lifecycleStages,
  }),
  define('hubspot_owner_id', 'Contact owner', 'enumeration'),
  define('associatedcompanyid', 'Primary Associated Company ID', 'number'),
  define('hs_object_id', 'Record ID', 'number', { isReadOnly: true }),
  define('createdate', 'Create Date', 'datetime', { isReadOnly: true }),
  define('lastmodifieddate', 'Last Modified Date', 'datetime', { isReadOnly: true }),
  // Known on contacts and never filled: filtering on it finds nothing and says nothing.
  define('hs_lastmodifieddate', 'Object last modified date/time', 'datetime', {
    isReadOnly: true,
  }),
  define('stripe_customer_id', 'Stripe customer', 'string', { hubspotDefined: false }),
];
