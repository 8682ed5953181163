import { defineContract } from '@sherpa/core';
import { closedWon, closedWonMessages } from './workflows/closed-won/definition.ts';
import { incidentMessages, incidents } from './workflows/incidents/definition.ts';
import { privacy, privacyMessages, privacyTasks } from './workflows/privacy/definition.ts';
import { company } from '../company.ts';

export const coordinatorContract = defineContract({
  agent: 'coordinator',
  description:
    'Processes that take several agents: from a deal to an onboarding, from a ticket to an incident.',
  concurrency: 10,
  tasks: { ...privacyTasks },
  messages: { ...closedWonMessages, ...incidentMessages, ...privacyMessages },
  events: {},
  state: {},
  workflows: [company, closedWon, incidents, privacy],
});

export type CoordinatorContract = typeof coordinatorContract;
