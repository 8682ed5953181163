import { baseOf, mergedIdsOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** A company, with what is not set as null. */
export interface HubSpotCompany extends ObjectBase {
  readonly name: string | null;
  readonly domain: string | null;
  readonly phone: string | null;
  readonly industry: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly employees: number | null;
  readonly ownerId: string | null;
  readonly lifecycleStage: string | null;
  readonly mergedIds: readonly string[];
}

/** What must be asked for by name: HubSpot leaves out the rest without a word. */
export const COMPANY_PROPERTIES = [
  'name',
  'domain',
  'phone',
  'industry',
  'city',
  'country',
  'numberofemployees',
  'hubspot_owner_id',
  'lifecyclestage',
  'hs_merged_object_ids',
  'createdate',
  'hs_lastmodifieddate',
] as const;

export const COMPANY_MODIFIED = 'hs_lastmodifieddate';

const DATES = { created: 'createdate', modified: COMPANY_MODIFIED };

/** Maps a company record; `custom` names the properties to carry along. */
export const toCompany = (record: HubSpotRecord, custom: readonly string[]): HubSpotCompany => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    name: reader.text('name'),
    domain: reader.text('domain'),
    phone: reader.text('phone'),
    industry: reader.text('industry'),
    city: reader.text('city'),
    country: reader.text('country'),
    employees: reader.number('numberofemployees'),
    ownerId: reader.text('hubspot_owner_id'),
    lifecycleStage: reader.text('lifecyclestage'),
    mergedIds: mergedIdsOf(reader, record.id),
  };
};
