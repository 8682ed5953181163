import { isLive, type CrmRecord } from '../hubspot/record.ts';
import type { ObjectStore } from '../hubspot/object-store.ts';
import type { World } from '../world/make-world.ts';

/** What the people of the company have in mind, so that nobody has to look through everything. */
export interface Memory {
  readonly openDeals: CrmRecord[];
  readonly openTickets: CrmRecord[];
  /** Contacts that were made a second time, with the first. */
  readonly twins: { readonly first: string; readonly second: string }[];
  /** How many people were ever made here: the next one's number. */
  made: number;
}

const stagesWhere = (
  stages: readonly { readonly id: string; readonly metadata: Readonly<Record<string, string>> }[],
  name: string,
  value: string,
): ReadonlySet<string> =>
  new Set(stages.flatMap(({ id, metadata }) => (metadata[name] === value ? [id] : [])));

const openOf = (store: ObjectStore, property: string, open: ReadonlySet<string>): CrmRecord[] =>
  store.records.filter((record) => isLive(record) && open.has(record.version.values.get(property) ?? ''));

/** Looks once through the deals and tickets that are there. */
export const makeMemory = ({ hubspot }: World): Memory => {
  const { stores, pipelines } = hubspot;
  const dealStages = pipelines.deals.flatMap(({ stages }) => stages);
  const ticketStages = pipelines.tickets.flatMap(({ stages }) => stages);
  return {
    openDeals: openOf(stores.deals, 'dealstage', stagesWhere(dealStages, 'isClosed', 'false')),
    openTickets: openOf(
      stores.tickets,
      'hs_pipeline_stage',
      stagesWhere(ticketStages, 'ticketState', 'OPEN'),
    ),
    twins: [],
    made: 0,
  };
};
