import { childTask, type Clients, type Handlers } from '@sherpa/agent-kit';
import { findDirt, listCases, type DirtKind, type Findings } from '@sherpa/db';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { company } from '../../../company.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { salesContract } from '../../../sales/contract.ts';
import { startOfDay } from '../../../time/days.ts';
import { dayOf } from '../../../time/zoned.ts';
import type { InsightsContract } from '../../contract.ts';
import { readStages, stagesThat } from '../../stages.ts';
import { vendorLinks } from '../../vendor-links.ts';
import { hygiene, type hygieneTasks } from './definition.ts';
import { countsOf, patrolPage } from './report.ts';

const BATCH = 100;
const MOST_PAGES = 20;

type Patrolling = Parameters<Handlers<InsightsContract>['hygiene.patrol']>[0];
type Found = Readonly<Record<DirtKind, Findings>>;

const leaversOf = async (ctx: Patrolling, hubspot: Clients<HubSpot>): Promise<readonly string[]> => {
  const { client } = await hubspot.of(ctx.task.tenantId);
  const owners = await client.listOwners({ signal: ctx.signal, archived: true });
  return owners.map(({ id }) => id);
};

/** Gives contacts of those who left to the default owner, where a setting says so. */
const reassign = async (ctx: Patrolling, leavers: readonly string[], found: Found): Promise<number> => {
  const { reassignsContacts, reassignsAtMost } = await ctx.settings(hygiene);
  const { defaultOwnerId: to } = await ctx.settings(company);
  const ids = found.contactsOfLeavers.first.slice(0, reassignsAtMost).map(({ id }) => id);
  if (!reassignsContacts || to === null || ids.length === 0 || leavers.includes(to)) return 0;
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_unused, place) =>
    ids.slice(place * BATCH, (place + 1) * BATCH),
  );
  const tasks = batches.map((batch) =>
    childTask(salesContract, 'contacts.reown', { ids: batch, from: [...leavers], to }),
  );
  const outcomes = await ctx.runTasks('reassign', tasks);
  return outcomes.reduce((sum, { status, result }) => {
    const isNumber = typeof result === 'object' && result !== null && 'changed' in result;
    return status === 'completed' && isNumber ? sum + Number(result['changed']) : sum;
  }, 0);
};

/** The page of the week before gives way to the new one. */
const closeOlder = async (ctx: Patrolling, day: string): Promise<void> => {
  const of = { workflow: hygiene.name, status: 'live', limit: MOST_PAGES } as const;
  const older = (
    await ctx.step('older', () =>
      ctx.withTenant(async (tx) =>
        (await listCases(tx, of)).map(({ key, refs }) => ({ key, pageId: refs['notionPage'] ?? null })),
      ),
    )
  ).filter(({ key }) => key < day);
  const outcome = `followed by that of ${day}`;
  const pages = older.flatMap(({ pageId }) => pageId ?? []);
  const patch = (id: string) =>
    childTask(knowledgeContract, 'page.patch', { id, values: { Status: 'Done', Outcome: outcome } });
  if (pages.length > 0) await ctx.runTasks('older pages', pages.map(patch));
  for (const { key } of older) await ctx.cases(hygiene).close(key, outcome);
};

/** Looks for what is wrong in the data, mends what it may, and writes the page of the week. */
export const makeHygiene = ({
  hubspot,
}: {
  readonly hubspot: Clients<HubSpot>;
}): Pick<Handlers<InsightsContract>, keyof typeof hygieneTasks> => ({
  'hygiene.patrol': async (ctx) => {
    const { timeZone } = await ctx.settings(company);
    const { listed, reassignsContacts, reassignsAtMost } = await ctx.settings(hygiene);
    const day = ctx.task.payload.today ?? dayOf(ctx.task.createdAt, timeZone);
    const { leavers, found } = await ctx.step('found', async () => {
      const openStages = stagesThat(await readStages(ctx, hubspot), 'open');
      const owners = await leaversOf(ctx, hubspot);
      const limit = reassignsContacts ? Math.max(listed, reassignsAtMost) : listed;
      const terms = { openStages, leavers: owners, at: startOfDay(day, timeZone), limit };
      return { leavers: [...owners], found: await ctx.withTenant((tx) => findDirt(tx, terms)) };
    });
    const reassigned = await reassign(ctx, leavers, found);
    const links = await ctx.withTenant(vendorLinks);
    const page = patrolPage({ day, dirt: found, listed, links, reassigned });
    const { id } = await ctx.runTask(knowledgeContract, 'page.upsert', {
      key: `hygiene:${day}`,
      source: 'operations',
      ...page,
    });
    await ctx.cases(hygiene).open(day, { subject: { day } });
    await ctx.cases(hygiene).note(day, { refs: { notionPage: id } });
    await closeOlder(ctx, day);
    return { day, found: countsOf(found), reassigned, pageId: id };
  },
});
