import { baseOf, mergedIdsOf, type ObjectBase } from './object-base.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader } from './value-reader.ts';

/** A deal. Whether it is won, its stage says; HubSpot works out `isClosed` and `isWon` of it. */
export interface HubSpotDeal extends ObjectBase {
  readonly name: string | null;
  /** In whole units of the currency, as HubSpot has it. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly closeAt: Date | null;
  readonly pipelineId: string | null;
  readonly stageId: string | null;
  readonly isClosed: boolean | null;
  readonly isWon: boolean | null;
  readonly kind: string | null;
  readonly ownerId: string | null;
  readonly mergedIds: readonly string[];
}

export const DEAL_PROPERTIES = [
  'dealname',
  'amount',
  'deal_currency_code',
  'closedate',
  'pipeline',
  'dealstage',
  'hs_is_closed',
  'hs_is_closed_won',
  'dealtype',
  'hubspot_owner_id',
  'hs_merged_object_ids',
  'createdate',
  'hs_lastmodifieddate',
] as const;

const DATES = { created: 'createdate', modified: 'hs_lastmodifieddate' };

/** Maps a deal record; `custom` names the properties to carry along. */
export const toDeal = (record: HubSpotRecord, custom: readonly string[]): HubSpotDeal => {
  const reader = makeValueReader(record.properties);
  return {
    ...baseOf(record, reader, DATES, custom),
    name: reader.text('dealname'),
    amount: reader.number('amount'),
    currency: reader.text('deal_currency_code'),
    closeAt: reader.moment('closedate'),
    pipelineId: reader.text('pipeline'),
    stageId: reader.text('dealstage'),
    isClosed: reader.flag('hs_is_closed'),
    isWon: reader.flag('hs_is_closed_won'),
    kind: reader.text('dealtype'),
    ownerId: reader.text('hubspot_owner_id'),
    mergedIds: mergedIdsOf(reader, record.id),
  };
};
