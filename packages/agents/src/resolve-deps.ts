import type { TaskContext } from '@sherpa/agent-kit';
import { retryConflicts } from '@sherpa/db';
import type { ResolveDeps } from '@sherpa/sync';

/** What resolves in batches that count as getting further. */
export type AdvancingDeps = ResolveDeps & { readonly advance: NonNullable<ResolveDeps['advance']> };

type ResolvingContext = Pick<TaskContext, 'withTenant' | 'advance'> & {
  readonly task: { readonly tenantId: string };
};

/** A resolving task's way to the ledger. A batch that meets another one's locks is done again. */
export const resolveDepsOf = ({ task, withTenant, advance }: ResolvingContext): AdvancingDeps => ({
  tenantId: task.tenantId,
  withTenant: (work) => retryConflicts(() => withTenant(work)),
  advance: (work, isFurther) => retryConflicts(() => advance(work, isFurther)),
});
