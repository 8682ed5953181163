export {
  callPriorities,
  type BudgetAccount,
  type BudgetAnswer,
  type BudgetPermit,
  type BudgetRefusal,
  type BudgetRequest,
  type Budgets,
  type BudgetState,
  type BudgetWindow,
  type BudgetWindowState,
  type CallEnd,
  type CallPriority,
  type CircuitState,
} from './budgets/budget.ts';
export { systemClock, type Clock } from './clock.ts';
export {
  areOf,
  credentialsSchema,
  hubspotCredentialsSchema,
  notionCredentialsSchema,
  secretSchema,
  secretsOf,
  stripeCredentialsSchema,
  webhookSecretsOf,
  withWebhookSecrets,
  type Credentials,
  type CredentialsOf,
} from './connections/credentials.ts';
export { connectionStatuses, vendors, type ConnectionStatus, type Vendor } from './connections/vendor.ts';
export {
  defineContract,
  workflowBegunBy,
  type Contract,
  type EventName,
  type EventOf,
  type KeepKey,
  type OnDuplicate,
  type MessageName,
  type PayloadInput,
  type PayloadOf,
  type ResultOf,
  type StateKey,
  type StateOf,
  type TaskName,
  type WorkName,
} from './contract.ts';
export { dryRunPlanSchema, type DryRunPlan, type PlannedCase } from './dry-run-plan.ts';
export {
  AgentError,
  AppError,
  ConfigError,
  ConflictError,
  DatabaseError,
  errorCodes,
  IntegrationError,
  NotFoundError,
  QueueError,
  toAppError,
  UnauthorizedError,
  ValidationError,
  type AppErrorOptions,
  type ErrorCode,
} from './errors.ts';
export { idFrom, idSchema, newId, timeOfId, type NewId } from './ids.ts';
export { jsonSchema, toJson, type Json } from './json.ts';
export { toMinorUnits, toMoney, toWholeUnits } from './money.ts';
export { toProblems, type Problem } from './problems.ts';
export type { KnowledgeChunk, KnowledgeDocument, KnowledgePage } from './knowledge.ts';
export {
  defaultRetryPolicy,
  isCounted,
  retryDelayMs,
  type RetryAdvice,
  type RetryPolicy,
} from './retry-policy.ts';
export {
  defaultSchedulePolicy,
  jitterMsSchema,
  missedPolicySchema,
  overlapPolicies,
  type MissedPolicy,
  type OverlapPolicy,
  type SchedulePolicy,
} from './schedule/policy.ts';
export { cronSchema, everyMsSchema, timeZoneSchema, type ScheduleRule } from './schedule/rule.ts';
export { CONTRACT_SCHEDULE, scheduleKey, type ScheduleTerms } from './schedule/schedule.ts';
export { canMove, isFinished, statusesBefore, taskStatuses, type TaskStatus } from './task-status.ts';
export { findWork, workOf, type Work } from './work.ts';
export { defineWorkflow, type Reread, type WorkflowDefinition } from './workflow.ts';
