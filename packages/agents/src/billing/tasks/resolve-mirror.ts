import type { Handler } from '@sherpa/agent-kit';
import type { Clock } from '@sherpa/core';
import { resolveMirror } from '../../resolve-mirror.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import { billingFacts } from '../facts.ts';
import { billingMappers } from '../mappers.ts';
import { askToMirror, noteChangedPayers } from '../workflows/payment-mirror/changed-payers.ts';
import { askToResolve } from './streams.ts';

/** Makes customers of what has changed of Stripe in the mirror, and tells the agents what it says. */
export const makeResolve =
  ({ clock }: { readonly clock: Clock }): Handler<BillingContract, 'mirror.resolve'> =>
  async (ctx) => {
    const result = await resolveMirror(
      ctx,
      { system: 'stripe', mappers: billingMappers, factsOf: billingFacts, note: noteChangedPayers },
      {
        settle: (records) => ctx.enqueue(billingContract, 'mirror.settle', { records }),
        again: () => askToResolve(ctx),
      },
    );
    if (result.resolved > 0) await askToMirror(ctx, clock.now());
    return result;
  };
