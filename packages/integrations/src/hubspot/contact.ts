import { baseOf, mergedIdsOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** A contact, with what is not set as null. */
export interface HubSpotContact extends ObjectBase {
  readonly email: string | null;
  readonly additionalEmails: readonly string[];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  /** Two letters. */
  readonly countryCode: string | null;
  readonly companyName: string | null;
  readonly companyId: string | null;
  readonly ownerId: string | null;
  readonly lifecycleStage: string | null;
  readonly stripeCustomerId: string | null;
  /** The last call, mail, meeting or chat with them, as HubSpot counts. */
  readonly lastContactedAt: Date | null;
  /** Every id that was merged into this contact. Cumulative: a later change brings the same ones again. */
  readonly mergedIds: readonly string[];
}

/** What must be asked for by name: HubSpot leaves out the rest without a word. */
export const CONTACT_PROPERTIES = [
  'email',
  'hs_additional_emails',
  'firstname',
  'lastname',
  'phone',
  'hs_country_region_code',
  'company',
  'associatedcompanyid',
  'hubspot_owner_id',
  'lifecyclestage',
  'stripe_customer_id',
  'notes_last_contacted',
  'hs_merged_object_ids',
  'hs_calculated_merged_vids',
  'createdate',
  'lastmodifieddate',
] as const;

/** Contacts keep their last change in a property of another name than every other object. */
export const CONTACT_MODIFIED = 'lastmodifieddate';

const DATES = { created: 'createdate', modified: CONTACT_MODIFIED };

/** Maps a contact record; `custom` names the properties to carry along. */
export const toContact = (record: HubSpotRecord, custom: readonly string[]): HubSpotContact => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    email: reader.text('email'),
    additionalEmails: reader.list('hs_additional_emails'),
    firstName: reader.text('firstname'),
    lastName: reader.text('lastname'),
    phone: reader.text('phone'),
    countryCode: reader.text('hs_country_region_code'),
    companyName: reader.text('company'),
    companyId: reader.text('associatedcompanyid'),
    ownerId: reader.text('hubspot_owner_id'),
    lifecycleStage: reader.text('lifecyclestage'),
    stripeCustomerId: reader.text('stripe_customer_id'),
    lastContactedAt: reader.moment('notes_last_contacted'),
    mergedIds: mergedIdsOf(reader, record.id),
  };
};
