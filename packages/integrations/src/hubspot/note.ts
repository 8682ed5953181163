import { baseOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** Something a person wrote down about records; its body is HTML. */
export interface HubSpotNote extends ObjectBase {
  readonly body: string | null;
  readonly at: Date | null;
  readonly ownerId: string | null;
}

export const NOTE_PROPERTIES = [
  'hs_note_body',
  'hs_timestamp',
  'hubspot_owner_id',
  'hs_createdate',
  'hs_lastmodifieddate',
] as const;

const DATES = { created: 'hs_createdate', modified: 'hs_lastmodifieddate' };

/** Maps a note record; `custom` names the properties to carry along. */
export const toNote = (record: HubSpotRecord, custom: readonly string[]): HubSpotNote => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    body: reader.text('hs_note_body'),
    at: reader.moment('hs_timestamp'),
    ownerId: reader.text('hubspot_owner_id'),
  };
};
