import type { Waiting, TaskContext } from '@sherpa/agent-kit';

/** What moving a case needs of a task's context, whatever the contract. */
export type CaseContext = Pick<TaskContext, 'withTenant' | 'settings' | 'cases'> &
  Pick<Waiting, 'runTask' | 'waitFor'> & {
    readonly task: {
      readonly id: string;
      readonly tenantId: string;
      readonly attempt: number;
      readonly createdAt: Date;
    };
  };
