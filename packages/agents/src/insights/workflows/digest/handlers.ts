import type { Clients, Handlers } from '@sherpa/agent-kit';
import { isSettled, readInsightsDay, retryConflicts, type ReadKind } from '@sherpa/db';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { company } from '../../../company.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { addDays } from '../../../time/days.ts';
import { zonedOf } from '../../../time/zoned.ts';
import type { InsightsContract } from '../../contract.ts';
import { digest, type digestTasks } from './definition.ts';
import { gatherDay } from './gather.ts';
import { digestPage } from './report.ts';

const REVENUE: readonly ReadKind[] = [
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
  { system: 'stripe', stream: 'subscriptions', objectType: 'subscription' },
];

/** Writes the page of a day. Notion has no append that could be repeated, so the content is put anew each time. */
export const makeDigest = ({
  hubspot,
}: {
  readonly hubspot: Clients<HubSpot>;
}): Pick<Handlers<InsightsContract>, keyof typeof digestTasks> => ({
  'digest.write': async (ctx) => {
    const { tenantId, payload } = ctx.task;
    const { timeZone } = await ctx.settings(company);
    const { fromHour } = await ctx.settings(digest);
    const now = zonedOf(ctx.task.createdAt, timeZone);
    const day = payload.today ?? addDays(now.day, -1);
    const not = (why: 'not-yet' | 'written-before' | 'mirror-not-read') => ({
      day,
      written: false,
      why,
      pageId: null,
    });
    if (payload.today === undefined) {
      if (now.hour < fromHour) return not('not-yet');
      const kept = await ctx.withTenant((tx) => readInsightsDay(tx, day));
      if (kept.some((row) => row.day === day)) return not('written-before');
      if (!(await ctx.withTenant((tx) => isSettled(tx, tenantId, REVENUE)))) return not('mirror-not-read');
    }
    // What was gathered is kept with the task: the attempt that has the page's answer tells the same.
    const page = await ctx.step('page', () =>
      retryConflicts(async () => digestPage(await gatherDay(ctx, hubspot, day))),
    );
    const { id } = await ctx.runTask(
      knowledgeContract,
      'page.upsert',
      { key: `digest:${day}`, source: 'operations', ...page },
      { concurrencyKey: `digest:${day}` },
    );
    return { day, written: true, why: null, pageId: id };
  },
});
