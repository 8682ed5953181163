import type { Finish } from '../tasks/finish.ts';

type Given = Pick<Finish, 'id' | 'tenantId' | 'attempt' | 'workerId' | 'outcome'> & Partial<Finish>;

/** The end of an attempt for tests: it leaves nothing behind but what is given. */
export const newFinish = (given: Given): Finish => ({
  agent: 'sales',
  type: 'contacts.sync',
  priority: 100,
  ranMs: 1,
  vendorCalls: 0,
  hasOwnJob: true,
  hasTurn: false,
  state: [],
  events: [],
  messages: [],
  tasks: [],
  ...given,
});
