import type { Migration } from 'kysely/migration';
import { rolesAndTenants } from './0001-roles-and-tenants.ts';
import { historyPartitions } from './0002-history-partitions.ts';
import { ledger } from './0003-ledger.ts';
import { customersAndKnowledge } from './0004-customers-and-knowledge.ts';
import { operations } from './0005-operations.ts';
import { jobOutbox } from './0006-outbox.ts';
import { stepsAndEffects } from './0007-steps.ts';
import { waiting } from './0008-waiting.ts';
import { deadLetters } from './0009-dead-letters.ts';
import { schedules } from './0010-schedules.ts';
import { turnsByKey } from './0011-turns.ts';
import { dueTasks } from './0012-due-tasks.ts';
import { endedTasks } from './0013-ended-tasks.ts';
import { connectionCredentials } from './0014-connections.ts';
import { sourceMirror } from './0015-source-mirror.ts';
import { webhookInbox } from './0016-webhook-inbox.ts';
import { identity } from './0017-identity.ts';
import { knowledge } from './0018-knowledge.ts';
import { forgetting } from './0019-forgetting.ts';
import { workflows } from './0020-workflows.ts';
import { customerFilters } from './0021-customer-filters.ts';
import { customerWordPairs } from './0022-word-pairs.ts';
import { writtenBy } from './0024-written-by.ts';
import { causes } from './0024b-causes.ts';
import { paymentMirror } from './0025-payment-mirror.ts';
import { privacyAudits } from './0026-privacy-audits.ts';
import { revenueDaysKept } from './0027-revenue-days.ts';
import { insights } from './0028-insights.ts';
import { pausedWorkflows } from './0029-paused-workflows.ts';
import { caseLists } from './0030-case-lists.ts';
import { hiddenKnowledge } from './0031-hidden-knowledge.ts';

/** Every migration by name; they run in the order of their names and are never edited once released. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-roles-and-tenants': rolesAndTenants,
  '0002-history-partitions': historyPartitions,
  '0003-ledger': ledger,
  '0004-customers-and-knowledge': customersAndKnowledge,
  '0005-operations': operations,
  '0006-outbox': jobOutbox,
  '0007-steps': stepsAndEffects,
  '0008-waiting': waiting,
  '0009-dead-letters': deadLetters,
  '0010-schedules': schedules,
  '0011-turns': turnsByKey,
  '0012-due-tasks': dueTasks,
  '0013-ended-tasks': endedTasks,
  '0014-connections': connectionCredentials,
  '0015-source-mirror': sourceMirror,
  '0016-webhook-inbox': webhookInbox,
  '0017-identity': identity,
  '0018-knowledge': knowledge,
  '0019-forgetting': forgetting,
  '0020-workflows': workflows,
  '0021-customer-filters': customerFilters,
  '0022-word-pairs': customerWordPairs,
  '0024-written-by': writtenBy,
  '0024b-causes': causes,
  '0025-payment-mirror': paymentMirror,
  '0026-privacy-audits': privacyAudits,
  '0027-revenue-days': revenueDaysKept,
  '0028-insights': insights,
  '0029-paused-workflows': pausedWorkflows,
  '0030-case-lists': caseLists,
  '0031-hidden-knowledge': hiddenKnowledge,
};
