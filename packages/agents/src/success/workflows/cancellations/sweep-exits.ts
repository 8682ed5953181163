import type { Handler, TaskContext } from '@sherpa/agent-kit';
import { readRecords, type WorkflowCase } from '@sherpa/db';
import { z } from 'zod';
import { liveCases } from '../../../casework/live-cases.ts';
import { salesContract } from '../../../sales/contract.ts';
import type { SuccessContract } from '../../contract.ts';
import { cancellations } from './definition.ts';

const DONE = 'Done';

const pageSchema = z.object({
  properties: z.object({ Status: z.object({ value: z.unknown() }).optional() }),
});

const isDone = (payload: unknown): boolean => {
  const parsed = pageSchema.safeParse(payload);
  return parsed.success && parsed.data.properties.Status?.value === DONE;
};

/** Those of the cases whose page people have marked as done, as far as the mirror knows. */
const doneOf = async (
  ctx: Pick<TaskContext, 'withTenant'>,
  cases: readonly WorkflowCase[],
): Promise<readonly WorkflowCase[]> => {
  const exits = cases.filter(({ key }) => key.startsWith('exit:'));
  const ids = exits.flatMap(({ refs }) => refs['notionPage'] ?? []);
  const kind = { system: 'notion', objectType: 'page' } as const;
  const records = await ctx.withTenant((tx) => readRecords(tx, kind, ids));
  const done = new Set(records.flatMap(({ externalId, payload }) => (isDone(payload) ? [externalId] : [])));
  return exits.filter(({ refs }) => done.has(refs['notionPage'] ?? ''));
};

/** Ends what people have ended in Notion; the owner's task with it. */
export const sweepExits: Handler<SuccessContract, 'exits.sweep'> = async (ctx) => {
  let closed = 0;
  for await (const cases of liveCases(ctx, cancellations)) {
    for (const { key, refs } of await doneOf(ctx, cases)) {
      const id = refs['hubspotTask'];
      if (id !== undefined) ctx.enqueue(salesContract, 'task.complete', { id });
      await ctx.cases(cancellations).close(key, 'seen off');
      closed += 1;
    }
  }
  return { closed };
};
