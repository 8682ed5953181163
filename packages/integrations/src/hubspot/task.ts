import { KEY_PROPERTY } from './key-property.ts';
import { baseOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** A task of a person's, ours or not. */
export interface HubSpotTask extends ObjectBase {
  readonly subject: string | null;
  readonly body: string | null;
  readonly status: string | null;
  readonly priority: string | null;
  readonly dueAt: Date | null;
  readonly ownerId: string | null;
  /** The key under which we wrote it; null for a task that is not ours. */
  readonly key: string | null;
}

export const TASK_PROPERTIES = [
  'hs_task_subject',
  'hs_task_body',
  'hs_task_status',
  'hs_task_priority',
  'hs_timestamp',
  'hubspot_owner_id',
  KEY_PROPERTY,
  'hs_createdate',
  'hs_lastmodifieddate',
] as const;

const DATES = { created: 'hs_createdate', modified: 'hs_lastmodifieddate' };

/** Maps a task record; `custom` names the properties to carry along. */
export const toTask = (record: HubSpotRecord, custom: readonly string[]): HubSpotTask => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    subject: reader.text('hs_task_subject'),
    body: reader.text('hs_task_body'),
    status: reader.text('hs_task_status'),
    priority: reader.text('hs_task_priority'),
    dueAt: reader.moment('hs_timestamp'),
    ownerId: reader.text('hubspot_owner_id'),
    key: reader.text(KEY_PROPERTY),
  };
};
