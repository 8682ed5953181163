import { newId } from '@sherpa/core';
import type { NewTask } from '../tasks/new-task.ts';

/** A task for tests: due at once, three attempts, no key. */
export const newTask = (tenantId: string, over: Partial<NewTask> = {}): NewTask => ({
  id: newId(),
  tenantId,
  agent: 'sales',
  type: 'contacts.sync',
  payload: {},
  priority: 100,
  maxAttempts: 3,
  delayMs: 0,
  origin: 'api',
  keepKey: 'until-finished',
  ...over,
});
