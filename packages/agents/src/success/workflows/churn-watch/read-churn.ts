import type { TaskContext } from '@sherpa/agent-kit';
import { readSignals, type CustomerRisk, type CustomerSignals, type SignalScope } from '@sherpa/db';
import { z } from 'zod';
import { churnWatch, type ChurnSettings } from './definition.ts';
import { moveOf, pointsOf, signalWindow, type ChurnPoints } from './points.ts';

const reasonSchema = z.object({ code: z.string(), points: z.int(), text: z.string() });

/** A customer, what speaks for its leaving, and what is to be done about it; as a step remembers it. */
const oneSchema = z.object({
  signals: z.object({
    customerId: z.string(),
    kind: z.enum(['person', 'account']),
    stripeCustomerId: z.string(),
    hubspotContactId: z.string().nullable(),
    hubspotCompanyId: z.string().nullable(),
    caseStatus: z.enum(['open', 'held', 'closed']).nullable(),
    caseSubject: z.record(z.string(), z.string()).nullable(),
  }),
  judged: z.object({ points: z.int(), reasons: z.array(reasonSchema) }).nullable(),
  /** True where HubSpot was told something else, or nothing yet. */
  isNews: z.boolean(),
  move: z.enum(['open', 'close', 'nothing']),
});

/** What was remembered of a customer; null where it is none any more. */
export const judgedSchema = oneSchema.nullable();

export type Judged = z.output<typeof oneSchema>;

const storedSchema = z.object({
  points: z.int(),
  reasons: z.array(z.object({ text: z.string(), points: z.int() })),
});

const isNewsOf = ({ riskReasons }: CustomerSignals, judged: ChurnPoints | null): boolean => {
  const stored = storedSchema.safeParse(riskReasons);
  if (!stored.success || judged === null) return stored.success !== (judged !== null);
  const words = ({ reasons }: z.output<typeof storedSchema>): string =>
    reasons.map(({ text, points }) => `${text} ${points}`).join();
  return stored.data.points !== judged.points || words(stored.data) !== words(judged);
};

const judge = (signals: CustomerSignals, settings: ChurnSettings, today: string): Judged => {
  const judged = pointsOf(signals, settings, today);
  const isNews = isNewsOf(signals, judged);
  const move = moveOf(signals, judged, { settings, today, isNews });
  const { customerId, kind, stripeCustomerId, hubspotContactId, hubspotCompanyId } = signals;
  const { caseStatus } = signals;
  const caseSubject = signals.caseSubject === null ? null : { ...signals.caseSubject };
  const kept = { customerId, kind, stripeCustomerId, hubspotContactId, hubspotCompanyId, caseStatus };
  return { signals: { ...kept, caseSubject }, judged, isNews, move };
};

type Asked = Pick<TaskContext, 'withTenant' | 'settings'> & { readonly task: { readonly tenantId: string } };

/** Reads customers that pay and judges them, as of that day. */
export const readChurn = async (
  ctx: Asked,
  today: string,
  scope: SignalScope,
): Promise<{ readonly customers: readonly Judged[]; readonly next: string | undefined }> => {
  const settings = await ctx.settings(churnWatch);
  const terms = { tenantId: ctx.task.tenantId, workflow: churnWatch.name, ...signalWindow(settings, today) };
  const { signals, next } = await ctx.withTenant((tx) => readSignals(tx, terms, scope));
  return { customers: signals.map((one) => judge(one, settings, today)), next };
};

const HIGHEST = 100;

/** As the customers keep it. */
export const toRisk = (customerId: string, judged: ChurnPoints | null): CustomerRisk => ({
  customerId,
  score: judged === null ? null : judged.points / HIGHEST,
  reasons:
    judged === null
      ? null
      : { points: judged.points, reasons: judged.reasons.map((reason) => ({ ...reason })) },
});
