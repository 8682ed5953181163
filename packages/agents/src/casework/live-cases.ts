import type { TaskContext } from '@sherpa/agent-kit';
import type { WorkflowDefinition } from '@sherpa/core';
import { listCases, type WorkflowCase } from '@sherpa/db';

const PAGE = 500;

/** The cases of a workflow that are open or held, page by page, the newest first. */
export async function* liveCases(
  ctx: Pick<TaskContext, 'withTenant'>,
  workflow: WorkflowDefinition,
): AsyncGenerator<readonly WorkflowCase[]> {
  let cursor: string | undefined;
  do {
    const filter = { workflow: workflow.name, status: 'live' as const, limit: PAGE, cursor };
    const cases: readonly WorkflowCase[] = await ctx.withTenant((tx) => listCases(tx, filter));
    if (cases.length > 0) yield cases;
    cursor = cases.length === PAGE ? cases.at(-1)?.id : undefined;
  } while (cursor !== undefined);
}
