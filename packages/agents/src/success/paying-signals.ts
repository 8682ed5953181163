import type { TaskContext } from '@sherpa/agent-kit';
import { payingCustomerOf, readSignals, type CustomerSignals } from '@sherpa/db';
import { churnWatch } from './workflows/churn-watch/definition.ts';
import { signalWindow } from './workflows/churn-watch/points.ts';

type Asked = Pick<TaskContext, 'withTenant' | 'settings'> & { readonly task: { readonly tenantId: string } };

/** What is known of the customer that a Stripe customer pays for; undefined where nobody knows it. */
export const payingSignals = async (
  ctx: Asked,
  stripeCustomerId: string,
  today: string,
): Promise<CustomerSignals | undefined> => {
  const { tenantId } = ctx.task;
  const window = signalWindow(await ctx.settings(churnWatch), today);
  return ctx.withTenant(async (tx) => {
    const id = await payingCustomerOf(tx, tenantId, stripeCustomerId);
    if (id === undefined) return undefined;
    const terms = { tenantId, workflow: churnWatch.name, ...window };
    return (await readSignals(tx, terms, { ids: [id] })).signals[0];
  });
};
