import type { Clients, Handler, Handlers } from '@sherpa/agent-kit';
import { findLiveCase, recentTickets } from '@sherpa/db';
import type { HubSpot, HubSpotTicket } from '@sherpa/integrations/hubspot';
import type { KnownParty } from '../../../casework/hold-unless-known.ts';
import { closeWork } from '../../../casework/close-work.ts';
import { openWork } from '../../../casework/open-work.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { nameOf } from '../../../known-customer.ts';
import { salesContract } from '../../../sales/contract.ts';
import type { CoordinatorContract } from '../../contract.ts';
import { partyOf, standingOf } from './account.ts';
import { incidents, type incidentMessages } from './definition.ts';

type Opened = Parameters<Handler<CoordinatorContract, 'ticket.opened'>>[0];
type Closed = Parameters<Handler<CoordinatorContract, 'ticket.closed'>>[0];
type Deps = { readonly hubspot: Clients<HubSpot> };

const HOUR_MS = 3_600_000;

const listOf = (ids: string | undefined): readonly string[] => (ids ?? '').split(' ').filter((id) => id !== '');

const subjectOf = (ticket: HubSpotTicket): string =>
  `${ticket.subject ?? ticket.id} (${ticket.priority?.toLowerCase() ?? 'no priority'})`;

const incidentOf = (ctx: Opened | Closed) =>
  ctx.withTenant((tx) =>
    findLiveCase(tx, { workflow: incidents.name, subject: { account: ctx.task.payload.account } }),
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

/** Notes the tickets with the incident, and the incident's page at each of them. */
const tie = async (ctx: Opened, key: string, page: { id: string; url: string }, ids: readonly string[]) => {
  const properties = { sherpa_notion_page: page.url };
  const objects = ids.map((id) => ({ id, properties }));
  await ctx.runTask(salesContract, 'objects.patch', { type: 'tickets', objects });
  await ctx.cases(incidents).note(key, { refs: { pageUrl: page.url } });
};

const open = async (ctx: Opened, party: KnownParty, tickets: readonly HubSpotTicket[]): Promise<void> => {
  const { ticketId: key, account, openedAt } = ctx.task.payload;
  const settings = await ctx.settings(incidents);
  const { tier, revenue } = standingOf(party.customer, settings);
  const ids = tickets.map(({ id }) => id);
  const [first] = ids;
  const of = { workflow: incidents, key, subject: { account, ticket: first ?? key } };
  const page = await openWork(ctx, of, party, {
    kind: 'Incident',
    body: `${tickets.length} open tickets of a customer of tier ${tier}, monthly revenue ${revenue}.`,
    dueAt: new Date(new Date(openedAt).getTime() + settings.dueInHours * HOUR_MS),
    priority: 'high',
    values: { Amount: revenue, Reason: `${tier}: tickets ${ids.join(', ')}` },
    blocks: [
      { type: 'heading_2', text: 'Open tickets' },
      ...tickets.map((ticket) => ({ type: 'bulleted_list_item' as const, text: subjectOf(ticket) })),
    ],
  });
  await ctx.cases(incidents).note(key, { refs: { tickets: ids.join(' ') } });
  await tie(ctx, key, page, ids);
};

/** A further ticket of an account that has an incident: it is tied to that one. */
const join = async (ctx: Opened, { key, refs }: NonNullable<Awaited<ReturnType<typeof incidentOf>>>) => {
  const { ticketId } = ctx.task.payload;
  const ids = listOf(refs['tickets']);
  const { notionPage, pageUrl = '' } = refs;
  // Its tickets are noted once there is a page; the task that opens it sees to the first ones.
  if (ids.includes(ticketId)) return;
  const all = [...ids, ticketId];
  await ctx.cases(incidents).note(key, { refs: { tickets: all.join(' ') } });
  if (notionPage === undefined) return;
  const values = { Reason: `${all.length} tickets: ${all.join(', ')}` };
  await ctx.runTask(knowledgeContract, 'page.patch', { id: notionPage, values });
  await tie(ctx, key, { id: notionPage, url: pageUrl }, [ticketId]);
};

const LESSONS = ['What happened', 'What it meant for the customer', 'Why it happened', 'What we do about it'];

const writePostMortem = async (ctx: Closed, key: string, ids: readonly string[]): Promise<void> => {
  const party = await partyOf(ctx, ctx.task.payload.account);
  const name = party === undefined ? 'unknown' : nameOf(party.customer);
  await ctx.runTask(knowledgeContract, 'page.upsert', {
    key: `post-mortem:${key}`,
    source: 'operations',
    title: `Post-mortem: ${name}`,
    values: { Kind: 'Post-mortem', Status: 'Open', Customer: name, Reason: `Tickets ${ids.join(', ')}` },
    blocks: LESSONS.flatMap((text) => [
      { type: 'heading_2' as const, text },
      { type: 'paragraph' as const, text: 'To be written.' },
    ]),
  });
};

/** Makes incidents of tickets, one of an account at a time, and closes them with their last ticket. */
export const makeIncidents = (deps: Deps): Pick<Handlers<CoordinatorContract>, keyof typeof incidentMessages> => ({
  'ticket.opened': async (ctx) => {
    const { ticketId, account } = ctx.task.payload;
    const known = await incidentOf(ctx);
    if (known !== undefined && known.taskId !== ctx.task.id && known.status === 'open') return join(ctx, known);
    const tickets = await ctx.step('tickets', async () => (await alarming(ctx, deps)).map(({ id }) => id));
    if (tickets.length === 0) return;
    const party = await partyOf(ctx, account);
    if (party === undefined) {
      const reason = 'The ticket belongs to nobody who is known.';
      await ctx.cases(incidents).hold(ticketId, { subject: { account, ticket: ticketId }, reason });
      return;
    }
    await open(ctx, party, await openOnes(ctx, deps, tickets));
  },
  'ticket.closed': async (ctx) => {
    const known = await incidentOf(ctx);
    if (known === undefined) return;
    const ids = listOf(known.refs['tickets']);
    if (!ids.includes(ctx.task.payload.ticketId)) return;
    if ((await openOnes(ctx, deps, ids)).length > 0) return;
    if ((await ctx.settings(incidents)).postMortem) await writePostMortem(ctx, known.key, ids);
    await closeWork(ctx, incidents, { key: known.key, outcome: 'tickets closed' });
  },
});
