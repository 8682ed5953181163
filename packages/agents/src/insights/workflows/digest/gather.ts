import type { Clients, TaskContext } from '@sherpa/agent-kit';
import { countLiveCases, dealFigures, listDeals, readInsightsDay, type Db, type Span } from '@sherpa/db';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { company } from '../../../company.ts';
import { addDays, monthBefore, spanOfDay } from '../../../time/days.ts';
import { noteDay } from '../../note-day.ts';
import { readStages, stagesThat, type DealStage } from '../../stages.ts';
import { vendorLinks } from '../../vendor-links.ts';
import { digest } from './definition.ts';

type Asked = Pick<TaskContext, 'withTenant' | 'settings' | 'signal'> & {
  readonly task: { readonly tenantId: string };
};

const dealsOf = async (tx: Db, stages: readonly DealStage[], span: Span, limit: number) => {
  const [open, won, lost] = [
    stagesThat(stages, 'open'),
    stagesThat(stages, 'won'),
    stagesThat(stages, 'lost'),
  ];
  return {
    figures: await dealFigures(tx, span),
    slipped: await listDeals(tx, { stageIds: open, until: span.until, limit }),
    won: await listDeals(tx, { ...span, stageIds: won, limit }),
    lost: await listDeals(tx, { ...span, stageIds: lost, limit }),
  };
};

/** All that the page of a day is made of. It is noted first: a vendor that does not answer is no reason to note it later. */
export const gatherDay = async (ctx: Asked, hubspot: Clients<HubSpot>, day: string) => {
  const { timeZone, currency } = await ctx.settings(company);
  const { dealsListed } = await ctx.settings(digest);
  const span = spanOfDay(day, timeZone);
  const { tenantId } = ctx.task;
  const rows = await ctx.withTenant((tx) => noteDay(tx, { tenantId, day, span, currency }));
  const stages = await readStages(ctx, hubspot);
  return ctx.withTenant(async (tx) => ({
    day,
    currency,
    stages,
    rows,
    before: await readInsightsDay(tx, addDays(day, -1)),
    monthBefore: await readInsightsDay(tx, monthBefore(day)),
    deals: await dealsOf(tx, stages, span, dealsListed),
    cases: await countLiveCases(tx, span.until),
    links: await vendorLinks(tx),
  }));
};

export type DigestFigures = Awaited<ReturnType<typeof gatherDay>>;
