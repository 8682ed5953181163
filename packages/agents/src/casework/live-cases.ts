import type { TaskContext } from '@sherpa/agent-kit';
import type { WorkflowDefinition } from '@sherpa/core';
import { listCases, type WorkflowCase } from '@sherpa/db';

const PAGE = 500;

interface Which {
  readonly status?: 'live' | 'open' | 'held';
  /** Cases a page. */
  readonly limit?: number;
}

/** The cases of a workflow that are open or held, or only those that are one of it, page by page, the newest first. */
export async function* liveCases(
  ctx: Pick<TaskContext, 'withTenant'>,
  workflow: WorkflowDefinition,
  { status = 'live', limit = PAGE }: Which = {},
): AsyncGenerator<readonly WorkflowCase[]> {
  let cursor: string | undefined;
  do {
    const filter = { workflow: workflow.name, status, limit, cursor };
    const cases: readonly WorkflowCase[] = await ctx.withTenant((tx) => listCases(tx, filter));
    if (cases.length > 0) yield cases;
    cursor = cases.length === limit ? cases.at(-1)?.id : undefined;
  } while (cursor !== undefined);
}
