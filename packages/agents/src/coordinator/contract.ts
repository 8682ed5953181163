import { defineContract } from '@sherpa/core';
import { closedWon, closedWonMessages } from './workflows/closed-won/definition.ts';

export const coordinatorContract = defineContract({
  agent: 'coordinator',
  description:
    'Processes that take several agents: from a deal to an onboarding, from a ticket to an incident.',
  concurrency: 10,
  tasks: {},
  messages: { ...closedWonMessages },
  events: {},
  state: {},
  workflows: [closedWon],
});

export type CoordinatorContract = typeof coordinatorContract;
