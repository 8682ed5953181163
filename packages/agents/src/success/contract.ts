import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import {
  cancellationMessages,
  cancellations,
  cancellationTasks,
} from './workflows/cancellations/definition.ts';
import { churnMessages, churnTasks, churnWatch } from './workflows/churn-watch/definition.ts';
import { renewals, renewalTasks } from './workflows/renewals/definition.ts';

export const successContract = defineContract({
  agent: 'success',
  description: 'The customer as a whole: who may leave, who renews, who goes.',
  concurrency: 10,
  tasks: { ...churnTasks, ...renewalTasks, ...cancellationTasks },
  messages: { ...churnMessages, ...cancellationMessages },
  events: {},
  state: {
    /** The day that the last sweep went by. */
    sweptOn: z.iso.date(),
  },
  workflows: [churnWatch, renewals, cancellations],
});

export type SuccessContract = typeof successContract;
