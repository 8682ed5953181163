import { firstDate, textOf, type HubSpotRecord } from './property-value.ts';

/** A company, with what is not set as null. */
export interface HubSpotCompany {
  readonly id: string;
  readonly name: string | null;
  readonly domain: string | null;
  readonly phone: string | null;
  readonly industry: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly ownerId: string | null;
  readonly lifecycleStage: string | null;
  readonly archived: boolean;
  readonly createdAt: Date | null;
  readonly modifiedAt: Date | null;
  /** The properties asked for beyond these, by HubSpot's name. */
  readonly custom: Readonly<Record<string, string | null>>;
}

/** What must be asked for by name: HubSpot leaves out the rest without a word. */
export const COMPANY_PROPERTIES = [
  'name',
  'domain',
  'phone',
  'industry',
  'city',
  'country',
  'hubspot_owner_id',
  'lifecyclestage',
  'createdate',
  'hs_lastmodifieddate',
] as const;

export const COMPANY_MODIFIED = 'hs_lastmodifieddate';

/** Maps a company record; `custom` names the properties to carry along. */
export const toCompany = (record: HubSpotRecord, custom: readonly string[]): HubSpotCompany => {
  const { id, properties, archived } = record;
  return {
    id,
    name: textOf(properties['name']),
    domain: textOf(properties['domain']),
    phone: textOf(properties['phone']),
    industry: textOf(properties['industry']),
    city: textOf(properties['city']),
    country: textOf(properties['country']),
    ownerId: textOf(properties['hubspot_owner_id']),
    lifecycleStage: textOf(properties['lifecyclestage']),
    archived,
    createdAt: firstDate(record.createdAt, properties['createdate']),
    modifiedAt: firstDate(properties[COMPANY_MODIFIED], record.updatedAt, record.createdAt),
    custom: Object.fromEntries(custom.map((name) => [name, textOf(properties[name])])),
  };
};
