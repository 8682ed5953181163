import type { Handler } from '@sherpa/agent-kit';
import { resolveMirror } from '../../resolve-mirror.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import { billingFacts } from '../facts.ts';
import { billingMappers } from '../mappers.ts';
import { askToResolve } from './streams.ts';

/** Makes customers of what has changed of Stripe in the mirror, and tells the agents what it says. */
export const resolve: Handler<BillingContract, 'mirror.resolve'> = (ctx) =>
  resolveMirror(
    ctx,
    { system: 'stripe', mappers: billingMappers, factsOf: billingFacts },
    {
      settle: (records) => ctx.enqueue(billingContract, 'mirror.settle', { records }),
      again: () => askToResolve(ctx),
    },
  );
