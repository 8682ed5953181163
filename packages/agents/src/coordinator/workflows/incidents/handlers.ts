import type { Clients, Handler, Handlers } from '@sherpa/agent-kit';
import { findOpenCase, recentTickets } from '@sherpa/db';
import type { HubSpot, HubSpotTicket } from '@sherpa/integrations/hubspot';
import type { KnownParty } from '../../../casework/hold-unless-known.ts';
import { closeWork } from '../../../casework/close-work.ts';
import { openWork } from '../../../casework/open-work.ts';
import { patchPage } from '../../../casework/patch-page.ts';
import { salesContract } from '../../../sales/contract.ts';
import type { CoordinatorContract } from '../../contract.ts';
import { partyOf, standingOf } from './account.ts';
import { incidents, type incidentMessages } from './definition.ts';
import { writePostMortem } from './post-mortem.ts';

type Opened = Parameters<Handler<CoordinatorContract, 'ticket.opened'>>[0];
type Closed = Parameters<Handler<CoordinatorContract, 'ticket.closed'>>[0];
interface Deps {
  readonly hubspot: Clients<HubSpot>;
}

const HOUR_MS = 3_600_000;

const listOf = (ids: string | undefined): readonly string[] =>
  (ids ?? '').split(' ').filter((id) => id !== '');

const subjectOf = (ticket: HubSpotTicket): string =>
  `${ticket.subject ?? ticket.id} (${ticket.priority?.toLowerCase() ?? 'no priority'})`;

const incidentOf = (ctx: Opened | Closed) =>
  ctx.withTenant((tx) =>
    findOpenCase(tx, { workflow: incidents.name, subject: { account: ctx.task.payload.account } }),
  );

/** The tickets of an incident that are still open, as HubSpot has them now. */
const openOnes = async (ctx: Opened | Closed, { hubspot }: Deps, ids: readonly string[]) => {
  const { client } = await hubspot.of(ctx.task.tenantId, ctx.task.payload.connectionId);
  const { rows } = await client.tickets.readMany(ids, { signal: ctx.signal });
  return rows.filter(({ archived, closedAt }) => !archived && closedAt === null);
};

/** Tickets that make an incident now: one of a high priority, or many within the time; none where neither is so. */
const alarming = async (ctx: Opened, deps: Deps): Promise<readonly HubSpotTicket[]> => {
  const { ticketId, account, openedAt } = ctx.task.payload;
  const { priorities, tickets, withinHours } = await ctx.settings(incidents);
  const until = new Date(openedAt);
  const since = new Date(until.getTime() - withinHours * HOUR_MS);
  const ids = await ctx.withTenant((tx) => recentTickets(tx, { account, since, until }));
  const open = await openOnes(ctx, deps, [...new Set([...ids, ticketId])]);
  const own = open.filter(({ id }) => id === ticketId);
  if (own.length === 0) return [];
  if (own.some(({ priority }) => priorities.includes(priority ?? ''))) return own;
  return open.length >= tickets ? open : [];
};

/** What a ticket calls for, decided once: what is made of it meanwhile must not count. */
const decide = (ctx: Opened, deps: Deps) =>
  ctx.step('decision', async () => {
    const known = await incidentOf(ctx);
    if (known !== undefined) return { joins: known.key, tickets: [] };
    const tickets = await alarming(ctx, deps);
    return { joins: null, tickets: tickets.map((ticket) => ({ id: ticket.id, text: subjectOf(ticket) })) };
  });

type Told = Awaited<ReturnType<typeof decide>>['tickets'][number];

/** Adds tickets to those of an incident; gives the incident as it is then. */
const addTickets = async (ctx: Opened, key: string, ids: readonly string[]) => {
  const known = await ctx.cases(incidents).find(key);
  const all = [...new Set([...listOf(known?.refs['tickets']), ...ids])];
  const noted = await ctx.cases(incidents).note(key, { refs: { tickets: all.join(' ') } });
  return { all, refs: noted?.refs ?? {} };
};

const tie = (ctx: Opened, pageUrl: string, ids: readonly string[]) =>
  ctx.runTask(salesContract, 'objects.patch', {
    type: 'tickets',
    objects: ids.map((id) => ({ id, properties: { sherpa_notion_page: pageUrl } })),
  });

const open = async (ctx: Opened, party: KnownParty, tickets: readonly Told[]): Promise<void> => {
  const { ticketId: key, account, openedAt } = ctx.task.payload;
  const settings = await ctx.settings(incidents);
  const { tier, revenue } = standingOf(party.customer, settings);
  const subject = { account, ticket: key };
  await ctx.cases(incidents).open(key, { subject });
  const ids = tickets.map(({ id }) => id);
  await addTickets(ctx, key, ids);
  const page = await openWork(ctx, { workflow: incidents, key, subject }, party, {
    kind: 'Incident',
    body: `Open tickets: ${tickets.length}. The customer's tier: ${tier}. Monthly revenue: ${revenue}.`,
    dueAt: new Date(new Date(openedAt).getTime() + settings.dueInHours * HOUR_MS),
    priority: 'high',
    values: { Amount: revenue, Reason: `${tier}: tickets ${ids.join(', ')}` },
    blocks: [
      { type: 'heading_2', text: 'Open tickets' },
      ...tickets.map(({ text }) => ({ type: 'bulleted_list_item' as const, text })),
    ],
  });
  await ctx.cases(incidents).note(key, { refs: { pageUrl: page.url } });
  // Those that have joined meanwhile found no page to be tied to.
  const { all } = await addTickets(ctx, key, []);
  await tie(ctx, page.url, all);
};

/** A further ticket of an account that has an incident: it is tied to that one. */
const join = async (ctx: Opened, key: string): Promise<void> => {
  const { ticketId } = ctx.task.payload;
  const { all, refs } = await addTickets(ctx, key, [ticketId]);
  const { pageUrl } = refs;
  if (pageUrl === undefined) return;
  await patchPage(ctx, refs, { Reason: `${all.length} tickets: ${all.join(', ')}` });
  await tie(ctx, pageUrl, [ticketId]);
};

/** Makes incidents of tickets, one of an account at a time, and closes them with their last ticket. */
export const makeIncidents = (
  deps: Deps,
): Pick<Handlers<CoordinatorContract>, keyof typeof incidentMessages> => ({
  'ticket.opened': async (ctx) => {
    const { ticketId, account } = ctx.task.payload;
    const { joins, tickets } = await decide(ctx, deps);
    if (joins !== null) return join(ctx, joins);
    if (tickets.length === 0)
      return ctx.log.debug('It makes no incident: the ticket is closed, or neither urgent nor one of many.');
    const party = await partyOf(ctx, account);
    if (party !== undefined) return open(ctx, party, tickets);
    const reason = 'The ticket belongs to nobody who is known.';
    await ctx.cases(incidents).hold(ticketId, { subject: { account, ticket: ticketId }, reason });
  },
  'ticket.closed': async (ctx) => {
    const ended = await ctx.step('ended', async () => {
      const known = await incidentOf(ctx);
      const ids = listOf(known?.refs['tickets']);
      if (known === undefined || !ids.includes(ctx.task.payload.ticketId)) return null;
      return (await openOnes(ctx, deps, ids)).length > 0 ? null : { key: known.key, ids };
    });
    if (ended === null) return ctx.log.debug('It is of no incident, or others of its tickets are open.');
    if ((await ctx.settings(incidents)).postMortem) await writePostMortem(ctx, ended.key, ended.ids);
    await closeWork(ctx, incidents, { key: ended.key, outcome: 'tickets closed' });
  },
});
