import { defineContract } from '@sherpa/core';
import { digest, digestTasks } from './workflows/digest/definition.ts';
import { hygiene, hygieneTasks } from './workflows/hygiene/definition.ts';
import { identityMessages, identityReview, identityTasks } from './workflows/identity-review/definition.ts';

export const insightsContract = defineContract({
  agent: 'insights',
  description: 'What the numbers say: digests, doubles, and what is wrong in the data.',
  concurrency: 10,
  tasks: { ...digestTasks, ...identityTasks, ...hygieneTasks },
  messages: { ...identityMessages },
  events: {},
  state: {},
  workflows: [digest, identityReview, hygiene],
});

export type InsightsContract = typeof insightsContract;
