export * from './customers/index.ts';
export { retryConflicts } from './conflict.ts';
export {
  findConnection,
  getConnection,
  listConnections,
  type ConnectionFilter,
  type WantedConnection,
} from './connections/browse-connections.ts';
export {
  changeConnection,
  isNameTaken,
  removeConnection,
  type ConnectionChange,
} from './connections/change-connection.ts';
export { activeConnections, type ActiveConnection } from './connections/active-connections.ts';
export type { Connection, ConnectionSettings, SecretFact } from './connections/connection.ts';
export { createConnection, type NewConnection } from './connections/create-connection.ts';
export { secretFingerprint } from './connections/secret-fingerprint.ts';
export { importCredentials, type ImportOutcome } from './connections/import-credentials.ts';
export {
  markUnauthorized,
  noteCheck,
  noteUse,
  type CheckedConnection,
  type RefusedCredentials,
} from './connections/note-connections.ts';
export { openCredentials } from './connections/open-credentials.ts';
export { rotateKeys, type KeyUse, type Rotation } from './connections/rotate-keys.ts';
export { isMended, wakeWaiting } from './connections/wake-waiting.ts';
export { makeVault, type Vault, type VaultKey } from './connections/vault.ts';
export { findFieldOrigin, type FieldOrigin } from './causes/field-sources.ts';
export {
  findAsked,
  findEffectByName,
  findEffectsByKey,
  findEffectsOfObject,
  isMonthKept,
  type AskedEffect,
  type AskedKind,
  type AskedObject,
} from './causes/find-asked.ts';
export { findMirrored, type MirroredSource } from './causes/mirrored-source.ts';
export { readTrace, type PlacedTask, type Trace, type TraceExtent } from './causes/trace.ts';
export type { TracedDecision, TracedDelivery } from './causes/traced-facts.ts';
export { makeDatabase, type Database, type PoolStats } from './database.ts';
export { exclusively } from './exclusively.ts';
export type { FailureFilter } from './failures/failure-filter.ts';
export type { FailureFacts } from './failures/fingerprint.ts';
export { listAttempts, type Attempt } from './failures/list-attempts.ts';
export { listFailures, type FailureGroup } from './failures/list-failures.ts';
export { retryTasks } from './failures/retry-tasks.ts';
export { agentHealth, type AgentHealth } from './fleet/agent-health.ts';
export { fleetCounts, liveCounts, type FleetCounts, type LiveCounts } from './fleet/fleet-counts.ts';
export { insertLogs, type LogRecord } from './fleet/logs.ts';
export { lookAround, type Surroundings } from './fleet/look-around.ts';
export { dropPartitions, ensurePartitions } from './fleet/partitions.ts';
export { tableSizes, type TableSize } from './fleet/table-sizes.ts';
export { forgetDeadWorkers, removeWorker, touchWorker, type WorkerSign } from './fleet/workers.ts';
export {
  listInsightsDays,
  readInsightsDay,
  saveInsightsDay,
  type HappeningName,
  type InsightsDay,
} from './insights/days.ts';
export {
  countLiveCases,
  dealFigures,
  moneyBetween,
  revenueThatDiffers,
  type DealFigures,
  type Span,
} from './insights/figures.ts';
export { findDirt, type DirtKind, type Finding, type Findings } from './insights/hygiene.ts';
export {
  settledMatters,
  unaskedPayers,
  unaskedReviews,
  type SettledMatter,
  type UnmatchedPayer,
} from './insights/identity-matters.ts';
export { listDeals, type DealsWanted, type NamedDeal } from './insights/list-deals.ts';
export {
  noteDayRevenue,
  type Movement,
  type MovementName,
  type Revenue,
} from './insights/note-day-revenue.ts';
export { listStreams, type StreamReport } from './mirror/browse-streams.ts';
export { buryObjects } from './mirror/bury-objects.ts';
export { findAbsent, readAbsent, type AbsentObjects } from './mirror/find-absent.ts';
export { finishRun } from './mirror/finish-run.ts';
export { isSettled, type ReadKind } from './mirror/is-settled.ts';
export { mirrorPage, placeOf, type MirroredPage, type MirrorPage } from './mirror/mirror-page.ts';
export { noteError, notePosition, noteTotal, type Checkpoint } from './mirror/move-run.ts';
export { openRun, type OpenedRun, type RunPlan, type StreamFacts } from './mirror/open-run.ts';
export { findRenewing, type RenewingSubscription } from './mirror/find-renewing.ts';
export { findUnknown, titlesAbove, titlesOf } from './mirror/pages-above.ts';
export { purgeRecords } from './mirror/purge-records.ts';
export {
  forgetQuarantine,
  listQuarantine,
  quarantine,
  type PoisonObject,
  type QuarantinedObject,
} from './mirror/quarantine.ts';
export {
  NO_CONNECTION,
  type DeleteReason,
  type GoneObject,
  type MirrorRow,
  type RecordPlace,
} from './mirror/record.ts';
export { recentTickets } from './mirror/recent-tickets.ts';
export { listRecords, readRecords, type RecordKind, type StoredRecord } from './mirror/read-records.ts';
export { retryQuarantined } from './mirror/retry-quarantined.ts';
export type { StreamAddress, SyncLane } from './mirror/stream-address.ts';
export { readStream } from './mirror/stream-state.ts';
export type { StreamState, SyncMode, SyncRun } from './mirror/sync-run.ts';
export { tellStaleStreams, type StaleStream } from './mirror/tell-stale-streams.ts';
export {
  markResolved,
  takeUnresolved,
  type MirroredRecord,
  type RecordCursor,
  type RecordState,
} from './mirror/unresolved.ts';
export { writeRows, type WrittenRows, type WriteTerms } from './mirror/write-rows.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export type { Hot } from './hot/hot-statements.ts';
export {
  findKnowledgePage,
  getKnowledgePage,
  hasKnowledge,
  listKnowledgePages,
  type KnowledgePageRow,
} from './knowledge/browse-knowledge.ts';
export {
  deleteKnowledgePages,
  deleteUnreachable,
  markUnreachable,
  type DeletedPages,
} from './knowledge/delete-knowledge.ts';
export type { HiddenPages, KnowledgeFilter } from './knowledge/labels.ts';
export { OPERATIONS_SOURCE, readOwnPages } from './knowledge/own-pages.ts';
export { readContents, termsOf, type KnowledgeContent } from './knowledge/read-contents.ts';
export { purgeKnowledgeOf, type PurgedKnowledge } from './knowledge/purge-knowledge.ts';
export { saveKnowledgePages, type SavedKnowledge } from './knowledge/save-knowledge.ts';
export {
  searchKnowledge,
  type KnowledgeAnswer,
  type KnowledgeHit,
  type KnowledgeQuestion,
} from './knowledge/search-knowledge.ts';
export { clearOutbox } from './outbox/clear-outbox.ts';
export { planRefill } from './outbox/plan-refill.ts';
export type { PlannedJob, ReadyTask } from './outbox/plan-jobs.ts';
export { overdueJobs, stageJobs, type StagedJobs } from './outbox/stage-jobs.ts';
export { advanceRedrives, type AdvancedRedrive } from './redrives/advance-redrives.ts';
export { cancelRedrive, getRedrive, listRedrives } from './redrives/browse-redrives.ts';
export { REDRIVE_BATCH } from './redrives/redrive-pace.ts';
export type { Redrive, StopRule } from './redrives/redrive.ts';
export { startRedrive, type NewRedrive } from './redrives/start-redrive.ts';
export type { Db } from './schema/index.ts';
export { listEffects, type Effect } from './tasks/browse-effects.ts';
export { listSchedules, getSchedule, type ScheduleFilter } from './schedules/browse-schedules.ts';
export {
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  type NewSchedule,
} from './schedules/change-schedules.ts';
export {
  declareSchedules,
  findUndeclared,
  forgetUndeclared,
  type DeclaredSchedule,
  type UndeclaredSchedule,
} from './schedules/declare-schedules.ts';
export { insertMissedTicks, type MissedTicksEvent } from './schedules/missed-ticks.ts';
export { moveSchedules, noteRun, type ScheduleMove } from './schedules/move-schedules.ts';
export type { Schedule } from './schedules/schedule.ts';
export { supersedeTask } from './schedules/supersede-task.ts';
export {
  isScheduleDue,
  takeDueSchedules,
  type DueSchedules,
  type WorkType,
} from './schedules/take-due-schedules.ts';
export { tasksThatExist } from './schedules/tasks-that-exist.ts';
export { readNow } from './schedules/read-now.ts';
export { listEvents, type EventFilter, type LedgerEvent } from './tasks/browse-events.ts';
export { getTask, listTasks, type TaskFilter } from './tasks/browse-tasks.ts';
export { cancelPendingTasks } from './tasks/cancel-tasks.ts';
export { claimTasks, type Claim, type ClaimRequest } from './tasks/claim-tasks.ts';
export { completeTasks, type Completion } from './tasks/complete-tasks.ts';
export { lookForDueTasks, type DueLook, type DuePlace } from './tasks/due-tasks.ts';
export { enqueueTasks, enqueueTasksIn, type Enqueued } from './tasks/enqueue-tasks.ts';
export { finishTasks, type Finished } from './tasks/finish-tasks.ts';
export {
  endEffects,
  intendEffects,
  type EffectEnd,
  type IntendedEffect,
  type NewEffect,
} from './tasks/effects.ts';
export type { Finish, FinishAnswer, NewEvent, NewMessage, Outcome, StateChange } from './tasks/finish.ts';
export { forgiveAttempts } from './tasks/forgive-attempts.ts';
export { holdTasks, type HoldRequest } from './tasks/hold-tasks.ts';
export { forgetExpiredKeys } from './tasks/forget-keys.ts';
export { insertTasks, type InsertedTask } from './tasks/insert-tasks.ts';
export type { NewTask } from './tasks/new-task.ts';
export { handBackTasks, renewLeases, type RenewedLease, type RunningAttempt } from './tasks/leases.ts';
export { cancelTask, retryTask, type Moved } from './tasks/move-task.ts';
export {
  agentsAtWork,
  isLiveSince,
  oldestPending,
  pendingTasks,
  type OldestPending,
  type PendingPage,
} from './tasks/pending-tasks.ts';
export { placeTasks, type Place } from './tasks/place-tasks.ts';
export { releaseStalledTasks, type StalledTask } from './tasks/stalled-tasks.ts';
export { readDueTasks } from './tasks/read-due-tasks.ts';
export { listSteps, saveSteps, type NewStep, type Step } from './tasks/steps.ts';
export { readState, type StateAddress, type StateValue } from './tasks/state.ts';
export type { Task, TaskError, TaskOrigin } from './tasks/task.ts';
export { passStaleTurns } from './tasks/turns.ts';
export { ensureTenant, hasManyTenants, listTenants, type Tenant } from './tenants.ts';
export type { Approval, ApprovalStatus } from './waits/approval.ts';
export { getApproval, listApprovals, type ApprovalFilter } from './waits/browse-approvals.ts';
export { getWait, type Wait } from './waits/browse-waits.ts';
export { decideApproval, type Decided, type Decision } from './waits/decide-approval.ts';
export { escalateApprovals, isWaitDue, wakeDueTasks, type WokenTasks } from './waits/due-waits.ts';
export { sendSignal, type NewSignal, type SentSignal } from './waits/signals.ts';
export type { NewApproval, NewWait, WaitKind } from './waits/wait.ts';
export {
  countDeliveries,
  getDelivery,
  lastDeliveryAt,
  listDeliveries,
  type DeliveryCount,
  type DeliveryFilter,
} from './webhooks/browse-deliveries.ts';
export {
  deliveryStatuses,
  type Delivery,
  type DeliveredObject,
  type DeliveryStatus,
  type NewDelivery,
} from './webhooks/delivery.ts';
export { dropHandshakes, keepHandshake, listHandshakes, type Handshake } from './webhooks/handshakes.ts';
export { insertDeliveries, type TakenDelivery } from './webhooks/insert-deliveries.ts';
export { eventsWithoutForgotten } from './webhooks/without-forgotten.ts';
export {
  findPendingRefreshes,
  type ConnectedObject,
  type PendingRefresh,
} from './webhooks/pending-refreshes.ts';
export { purgeDeliveries, type DeliveriesOfPerson } from './webhooks/purge-deliveries.ts';
export { countRefusals, listRefusals, type NewRefusal, type WebhookRefusal } from './webhooks/refusals.ts';
export { assignDeliveries, findReplayable, type ReplayableDelivery } from './webhooks/replay-deliveries.ts';
export { findNewKeys, forgetWebhookKeys, takeKeys, type KeyedDelivery } from './webhooks/take-keys.ts';
export { tellVersionDrift, type VersionDrift } from './webhooks/version-drift.ts';
export { listNotedPayers, noteMovedPayers, notePayers } from './payments/note-payers.ts';
export { readPaymentStates, type PaymentState } from './payments/payment-states.ts';
export { isUnsure, settlePayers, type SettledPayers } from './payments/settle-payers.ts';
export type { CaseStatus, Ids, WorkflowCase } from './workflows/case.ts';
export { findOpenCase } from './workflows/find-open-case.ts';
export { findCase, findCases, getCase, listCases, type CaseFilter } from './workflows/browse-cases.ts';
export { groupCases, type CaseGroup, type CaseGroupFilter } from './workflows/group-cases.ts';
export {
  closeCase,
  endCase,
  holdCase,
  noteCase,
  openCase,
  type CaseAddress,
  type CaseOpening,
} from './workflows/move-case.ts';
export { pausedAmong, pausedWorkflows, pauseWorkflow, resumeWorkflow } from './workflows/pause.ts';
export {
  listWorkflowSettings,
  readWorkflowSettings,
  saveWorkflowSettings,
  type SettingsChange,
  type StoredSettings,
} from './workflows/settings.ts';
