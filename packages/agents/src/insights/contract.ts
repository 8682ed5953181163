import { defineContract } from '@sherpa/core';

export const insightsContract = defineContract({
  agent: 'insights',
  description: 'What the numbers say: digests, doubles, and what is wrong in the data.',
  concurrency: 10,
  tasks: {},
  messages: {},
  events: {},
  state: {},
  workflows: [],
});

export type InsightsContract = typeof insightsContract;
