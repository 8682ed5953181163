import type { HubSpot } from '../hubspot/hubspot.ts';
import type { Random } from '../random.ts';
import type { HubSpotDeps } from './hubspot-deps.ts';
import { planNotes } from './plan-notes.ts';
import { planTickets, type ActivityPlan } from './plan-tickets.ts';

type Account = Pick<HubSpot, 'stores' | 'associations' | 'pipelines'>;

const add = ({ stores, associations }: Account, type: 'tickets' | 'notes', plan: ActivityPlan): void => {
  const { id } = stores[type].create(plan.values, plan.times);
  const contact = { type: 'contacts', id: plan.contact.id } as const;
  associations.associate({ type, id }, contact);
  const companyId = stores.contacts.get(contact.id)?.version.values.get('associatedcompanyid');
  if (companyId !== undefined) associations.associate({ type, id }, { type: 'companies', id: companyId });
};

/** Tickets and notes, each at a person and the person's company. */
export const addActivities = (
  random: Random,
  account: Account,
  deps: Pick<HubSpotDeps, 'contacts' | 'sizes' | 'anchorMs'>,
): void => {
  const { contacts, anchorMs, sizes } = deps;
  const pipelines = account.pipelines.tickets;
  const tickets = planTickets(random.fork('tickets'), {
    count: sizes.tickets,
    contacts,
    pipelines,
    anchorMs,
  });
  for (const plan of tickets) add(account, 'tickets', plan);
  const notes = planNotes(random.fork('notes'), { count: sizes.notes, contacts, anchorMs });
  for (const plan of notes) add(account, 'notes', plan);
};
