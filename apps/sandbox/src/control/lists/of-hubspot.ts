import { isLive, type CrmRecord } from '../../hubspot/record.ts';
import type { AssociationEnd } from '../../hubspot/associations.ts';
import type { World } from '../../world/make-world.ts';
import { makePayers } from './payers.ts';
import { whatHinders } from './what-hinders.ts';

const stageNames = (pipelines: World['hubspot']['pipelines']['deals'], name: string, value: string) =>
  new Map(
    pipelines.flatMap(({ stages }) =>
      stages.flatMap(({ id, label, metadata }) => (metadata[name] === value ? [[id, label] as const] : [])),
    ),
  );

const firstOf = ({ hubspot }: World, from: AssociationEnd, type: 'contacts' | 'companies') =>
  hubspot.associations.of(from, type)[0]?.toId ?? null;

const valueOf = (record: CrmRecord, name: string): string | null => record.version.values.get(name) ?? null;

/** Deals that may be won or lost, those first that nothing hinders; with the reason of the others. */
export const openDeals = (world: World) => {
  const { deals } = world.hubspot.stores;
  const stages = stageNames(world.hubspot.pipelines.deals, 'isClosed', 'false');
  const payers = makePayers(world.stripe);
  return deals.records
    .filter((deal) => isLive(deal) && stages.has(valueOf(deal, 'dealstage') ?? ''))
    .map((deal) => ({
      id: deal.id,
      name: valueOf(deal, 'dealname'),
      stage: stages.get(valueOf(deal, 'dealstage') ?? '') ?? null,
      amount: valueOf(deal, 'amount'),
      currency: valueOf(deal, 'deal_currency_code'),
      isExisting: valueOf(deal, 'dealtype') === 'existingbusiness',
      contact: firstOf(world, { type: 'deals', id: deal.id }, 'contacts'),
      company: firstOf(world, { type: 'deals', id: deal.id }, 'companies'),
      hindered: whatHinders(world, deal, payers),
    }))
    .toSorted(
      (one, other) =>
        Number(one.hindered !== null) - Number(other.hindered !== null) ||
        Number(one.isExisting) - Number(other.isExisting),
    );
};

/** Tickets that are not closed, the newest first. */
export const openTickets = (world: World) => {
  const stages = stageNames(world.hubspot.pipelines.tickets, 'ticketState', 'OPEN');
  return world.hubspot.stores.tickets.records
    .filter((ticket) => isLive(ticket) && stages.has(valueOf(ticket, 'hs_pipeline_stage') ?? ''))
    .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
    .map((ticket) => ({
      id: ticket.id,
      subject: valueOf(ticket, 'subject'),
      priority: valueOf(ticket, 'hs_ticket_priority'),
      createdAt: new Date(ticket.createdAtMs).toISOString(),
      contact: firstOf(world, { type: 'tickets', id: ticket.id }, 'contacts'),
      company: firstOf(world, { type: 'tickets', id: ticket.id }, 'companies'),
    }));
};
