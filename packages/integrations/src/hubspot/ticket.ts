import { baseOf, mergedIdsOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** A ticket. Whether it is closed, its stage says: see the pipelines. */
export interface HubSpotTicket extends ObjectBase {
  readonly subject: string | null;
  readonly content: string | null;
  readonly pipelineId: string | null;
  readonly stageId: string | null;
  readonly priority: string | null;
  readonly category: string | null;
  readonly closedAt: Date | null;
  readonly ownerId: string | null;
  readonly mergedIds: readonly string[];
}

export const TICKET_PROPERTIES = [
  'subject',
  'content',
  'hs_pipeline',
  'hs_pipeline_stage',
  'hs_ticket_priority',
  'hs_ticket_category',
  'closed_date',
  'hubspot_owner_id',
  'hs_merged_object_ids',
  'createdate',
  'hs_lastmodifieddate',
] as const;

const DATES = { created: 'createdate', modified: 'hs_lastmodifieddate' };

/** Maps a ticket record; `custom` names the properties to carry along. */
export const toTicket = (record: HubSpotRecord, custom: readonly string[]): HubSpotTicket => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    subject: reader.text('subject'),
    content: reader.text('content'),
    pipelineId: reader.text('hs_pipeline'),
    stageId: reader.text('hs_pipeline_stage'),
    priority: reader.text('hs_ticket_priority'),
    category: reader.text('hs_ticket_category'),
    closedAt: reader.moment('closed_date'),
    ownerId: reader.text('hubspot_owner_id'),
    mergedIds: mergedIdsOf(reader, record.id),
  };
};
