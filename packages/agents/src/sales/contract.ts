import { defineContract } from '@sherpa/core';
import {
  auditTask,
  refreshTask,
  regularly,
  resolveTask,
  settleTask,
  streamEvents,
  synced,
  syncTask,
} from '../stream-contract.ts';
import { salesDoings } from './doings/contract.ts';
import { leadMessages, leadRouting, leadTasks } from './workflows/lead-routing/definition.ts';

/** Keeps HubSpot's people and companies in the customer cache, and writes there for the other agents. */
export const salesContract = defineContract({
  agent: 'sales',
  description: 'HubSpot: people, companies, deals, and tasks for their owners.',
  concurrency: 10,
  tasks: {
    'contacts.sync': {
      ...syncTask('hubspot', 'Brings HubSpot contacts that are new or changed into the customer cache.'),
      schedule: regularly,
    },
    'companies.sync': {
      ...syncTask('hubspot', 'Brings HubSpot companies that are new or changed into the customer cache.'),
      schedule: regularly,
    },
    'deals.sync': {
      ...syncTask('hubspot', 'Brings HubSpot deals with their ties into the mirror.'),
      schedule: regularly,
    },
    'line-items.sync': {
      ...syncTask('hubspot', 'Brings HubSpot line items into the mirror.'),
      schedule: regularly,
    },
    'tickets.sync': {
      ...syncTask('hubspot', 'Brings HubSpot tickets with their ties into the mirror.'),
      schedule: regularly,
    },
    'notes.sync': {
      ...syncTask('hubspot', 'Brings HubSpot notes with their ties into the mirror.'),
      schedule: regularly,
    },
    'contacts.audit': auditTask(
      'hubspot',
      'Compares all contacts with HubSpot and mends what differs.',
      '11 2 * * *',
    ),
    'companies.audit': auditTask(
      'hubspot',
      'Compares all companies with HubSpot and mends what differs.',
      '11 3 * * *',
    ),
    'deals.audit': auditTask(
      'hubspot',
      'Compares all deals with HubSpot and mends what differs.',
      '26 3 * * *',
    ),
    'line-items.audit': auditTask(
      'hubspot',
      'Compares all line items with HubSpot and mends what differs.',
      '41 3 * * *',
    ),
    'tickets.audit': auditTask(
      'hubspot',
      'Compares all tickets with HubSpot and mends what differs.',
      '11 4 * * *',
    ),
    'notes.audit': auditTask(
      'hubspot',
      'Compares all notes with HubSpot and mends what differs.',
      '26 4 * * *',
    ),
    'objects.refresh': refreshTask,
    'mirror.resolve': resolveTask,
    'mirror.settle': settleTask,
    ...salesDoings,
    ...leadTasks,
  },
  messages: { ...leadMessages },
  events: {
    ...streamEvents,
    'contacts.synced': synced,
    'companies.synced': synced,
    'deals.synced': synced,
    'line-items.synced': synced,
    'tickets.synced': synced,
    'notes.synced': synced,
  },
  workflows: [leadRouting],
  state: {},
});

export type SalesContract = typeof salesContract;
