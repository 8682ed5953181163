import type { Kysely } from 'kysely';
import type {
  CustomerCacheTable,
  CustomerRevenueDaysTable,
  CustomerSourcesTable,
  TenantsTable,
} from './business.ts';
import type { ConnectionsTable } from './connections.ts';
import type {
  CustomerChangesTable,
  CustomerFieldsView,
  CustomerWordsTable,
  IdentityEdgesTable,
  IdentityEventsTable,
  IdentityReviewsTable,
  IdentitySaltsTable,
  IdentitySuppressionsTable,
} from './identity.ts';
import type { InsightsDaysTable, InsightsSubscriptionsTable } from './insights.ts';
import type { AgentAttemptsTable, AgentRedrivenTable, AgentRedrivesTable } from './dead-letters.ts';
import type {
  AgentEffectsTable,
  AgentEventsTable,
  AgentMessagesTable,
  AgentOutboxTable,
  AgentSchedulesTable,
  AgentStateTable,
  AgentStepsTable,
  AgentTaskKeysTable,
  AgentTasksTable,
  AgentTurnsTable,
  AgentWorkersTable,
  LogsTable,
} from './ledger.ts';
import type { KnowledgeBaseTable, KnowledgeChunksTable, KnowledgeWordsTable } from './knowledge.ts';
import type { PaymentChangesTable, PaymentMirrorTable } from './payments.ts';
import type { SourceRecordsTable, SyncPagesTable, SyncQuarantineTable, SyncStreamsTable } from './mirror.ts';
import type { AgentApprovalsTable, AgentSignalsTable, AgentWaitsTable } from './waiting.ts';
import type {
  WebhookDeliveriesTable,
  WebhookHandshakesTable,
  WebhookKeysTable,
  WebhookRefusalsTable,
} from './webhooks.ts';
import type { PrivacyAuditsTable, WorkflowCasesTable, WorkflowSettingsTable } from './workflows.ts';

/** Every table by name. */
export interface Tables {
  tenants: TenantsTable;
  connections: ConnectionsTable;
  agent_tasks: AgentTasksTable;
  agent_outbox: AgentOutboxTable;
  agent_turns: AgentTurnsTable;
  agent_task_keys: AgentTaskKeysTable;
  agent_messages: AgentMessagesTable;
  agent_events: AgentEventsTable;
  agent_state: AgentStateTable;
  agent_steps: AgentStepsTable;
  agent_effects: AgentEffectsTable;
  agent_schedules: AgentSchedulesTable;
  agent_workers: AgentWorkersTable;
  agent_waits: AgentWaitsTable;
  agent_signals: AgentSignalsTable;
  agent_approvals: AgentApprovalsTable;
  agent_attempts: AgentAttemptsTable;
  agent_redrives: AgentRedrivesTable;
  agent_redriven: AgentRedrivenTable;
  customer_cache: CustomerCacheTable;
  customer_sources: CustomerSourcesTable;
  customer_changes: CustomerChangesTable;
  customer_revenue_days: CustomerRevenueDaysTable;
  customer_fields: CustomerFieldsView;
  customer_words: CustomerWordsTable;
  identity_edges: IdentityEdgesTable;
  identity_events: IdentityEventsTable;
  identity_reviews: IdentityReviewsTable;
  identity_salts: IdentitySaltsTable;
  identity_suppressions: IdentitySuppressionsTable;
  insights_days: InsightsDaysTable;
  insights_subscriptions: InsightsSubscriptionsTable;
  knowledge_base: KnowledgeBaseTable;
  knowledge_chunks: KnowledgeChunksTable;
  knowledge_words: KnowledgeWordsTable;
  logs: LogsTable;
  source_records: SourceRecordsTable;
  sync_streams: SyncStreamsTable;
  sync_pages: SyncPagesTable;
  sync_quarantine: SyncQuarantineTable;
  workflow_cases: WorkflowCasesTable;
  privacy_audits: PrivacyAuditsTable;
  workflow_settings: WorkflowSettingsTable;
  payment_changes: PaymentChangesTable;
  payment_mirror: PaymentMirrorTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_keys: WebhookKeysTable;
  webhook_refusals: WebhookRefusalsTable;
  webhook_handshakes: WebhookHandshakesTable;
}

/** What a repository function runs on: a pool or an open transaction (which is a `Kysely` too). */
export type Db = Kysely<Tables>;
