import { defineContract } from '@sherpa/core';

export const coordinatorContract = defineContract({
  agent: 'coordinator',
  description:
    'Processes that take several agents: from a deal to an onboarding, from a ticket to an incident.',
  concurrency: 10,
  tasks: {},
  messages: {},
  events: {},
  state: {},
  workflows: [],
});

export type CoordinatorContract = typeof coordinatorContract;
