import type { Handler } from '@sherpa/agent-kit';
import { resolveMirror } from '../../resolve-mirror.ts';
import { salesContract, type SalesContract } from '../contract.ts';
import { salesFacts } from '../facts.ts';
import { salesMappers } from '../mappers.ts';
import { askToResolve } from './streams.ts';

/** Makes customers of what has changed of HubSpot in the mirror, and tells the agents what it says. */
export const resolve: Handler<SalesContract, 'mirror.resolve'> = (ctx) =>
  resolveMirror(
    ctx,
    { system: 'hubspot', mappers: salesMappers, factsOf: salesFacts },
    {
      settle: (records) => ctx.enqueue(salesContract, 'mirror.settle', { records }),
      again: () => askToResolve(ctx),
    },
  );
