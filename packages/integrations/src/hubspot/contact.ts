import { firstDate, listOf, textOf, type HubSpotRecord } from './property-value.ts';

/** A contact, with what is not set as null. */
export interface HubSpotContact {
  readonly id: string;
  readonly email: string | null;
  readonly additionalEmails: readonly string[];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly companyName: string | null;
  readonly companyId: string | null;
  readonly ownerId: string | null;
  readonly lifecycleStage: string | null;
  readonly stripeCustomerId: string | null;
  /** Every id that was merged into this contact. Cumulative: a later change brings the same ones again. */
  readonly mergedIds: readonly string[];
  readonly archived: boolean;
  readonly createdAt: Date | null;
  readonly modifiedAt: Date | null;
  /** The properties asked for beyond these, by HubSpot's name. */
  readonly custom: Readonly<Record<string, string | null>>;
}

/** What must be asked for by name: HubSpot leaves out the rest without a word. */
export const CONTACT_PROPERTIES = [
  'email',
  'hs_additional_emails',
  'firstname',
  'lastname',
  'phone',
  'company',
  'associatedcompanyid',
  'hubspot_owner_id',
  'lifecyclestage',
  'stripe_customer_id',
  'hs_merged_object_ids',
  'hs_calculated_merged_vids',
  'createdate',
  'lastmodifieddate',
] as const;

/** Contacts keep their last change in a property of another name than every other object. */
export const CONTACT_MODIFIED = 'lastmodifieddate';

const mergedIdsOf = (properties: HubSpotRecord['properties'], id: string): readonly string[] => {
  // "id:milliseconds"; it misses chained merges, so both properties are read.
  const calculated = listOf(properties['hs_calculated_merged_vids']).map((part) =>
    part.split(':', 1).join(''),
  );
  const all = new Set([...listOf(properties['hs_merged_object_ids']), ...calculated]);
  return [...all].filter((merged) => merged !== '' && merged !== id);
};

/** Maps a contact record; `custom` names the properties to carry along. */
export const toContact = (record: HubSpotRecord, custom: readonly string[]): HubSpotContact => {
  const { id, properties, archived } = record;
  return {
    id,
    email: textOf(properties['email']),
    additionalEmails: listOf(properties['hs_additional_emails']),
    firstName: textOf(properties['firstname']),
    lastName: textOf(properties['lastname']),
    phone: textOf(properties['phone']),
    companyName: textOf(properties['company']),
    companyId: textOf(properties['associatedcompanyid']),
    ownerId: textOf(properties['hubspot_owner_id']),
    lifecycleStage: textOf(properties['lifecyclestage']),
    stripeCustomerId: textOf(properties['stripe_customer_id']),
    mergedIds: mergedIdsOf(properties, id),
    archived,
    createdAt: firstDate(record.createdAt, properties['createdate']),
    modifiedAt: firstDate(properties[CONTACT_MODIFIED], record.updatedAt, record.createdAt),
    custom: Object.fromEntries(custom.map((name) => [name, textOf(properties[name])])),
  };
};
