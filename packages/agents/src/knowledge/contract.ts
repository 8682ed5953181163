import { defineContract } from '@sherpa/core';
import { z } from 'zod';
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
import { knowledgeDoings } from './doings/contract.ts';
import { answers, answerTasks } from './workflows/answers/definition.ts';

/** Keeps Notion's pages in the knowledge base, and what they say of customers at the customers. */
export const knowledgeContract = defineContract({
  agent: 'knowledge',
  description: 'Notion: pages for everybody to find, and how onboarding goes.',
  concurrency: 5,
  tasks: {
    'data-sources.sync': {
      ...syncTask('notion', 'Brings Notion data sources into the mirror, then hands on to pages.'),
      schedule: regularly,
    },
    'pages.sync': syncTask('notion', 'Brings Notion pages that are new or changed into the mirror.'),
    'data-sources.audit': auditTask('notion', 'Compares all data sources with Notion.', '8 2 * * *'),
    'pages.audit': {
      ...auditTask(
        'notion',
        'Compares all pages with Notion: what is in the trash, or not shared any more.',
        '23 * * * *',
      ),
    },
    'objects.refresh': refreshTask,
    'mirror.resolve': {
      ...resolveTask,
      description:
        'Reads the pages that have changed into the knowledge base, and tells customers of theirs.',
    },
    'mirror.settle': settleTask,
    ...knowledgeDoings,
    ...answerTasks,
    'pages.tidy': {
      description:
        'Ends pages that have been out of reach for too long, and tries again what could not be read.',
      schedule: { cron: '38 4 * * *', timeZone: 'UTC' },
      payload: z.strictObject({
        /** How long a page that is not found any more stays findable here. */
        graceMs: z
          .int()
          .min(0)
          .default(7 * 86_400_000),
      }),
      result: z.object({ deleted: z.int(), retried: z.int() }),
    },
  },
  messages: {},
  events: {
    ...streamEvents,
    'data-sources.synced': synced,
    'pages.synced': synced,
  },
  state: {},
  workflows: [answers],
});

export type KnowledgeContract = typeof knowledgeContract;
