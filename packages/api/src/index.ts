/** What the client throws, so that a script needs no other package to tell errors apart. */
export {
  AppError,
  ConflictError,
  IntegrationError,
  NotFoundError,
  UnauthorizedError,
  ValidationError,
} from '@sherpa/core';
export {
  agentContractSchema,
  agentHealthSchema,
  type AgentContract,
  type AgentHealth,
} from './agents/agent.ts';
export { approvalSchema, type Approval, type Decision } from './approvals/endpoints.ts';
export { budgetSchema, type Budget } from './budgets/budget.ts';
export { tracedTaskSchema, whySchema, type TracedEffect, type TracedTask, type Why } from './causes/trace.ts';
export type { Call, ClientOptions } from './client/call.ts';
export type { AskWhy, WhyQuestion } from './client/causes.ts';
export type { Enqueue, EnqueueEntry, EnqueueOptions } from './client/enqueue.ts';
export { makeClient, type Client } from './client/make-client.ts';
export type { WaitOptions } from './client/wait.ts';
export {
  connectionCheckSchema,
  connectionSchema,
  keyRotationSchema,
  type Connection,
  type ConnectionChange,
  type ConnectionCheck,
  type KeyRotation,
  type NewConnection,
} from './connections/connection.ts';
export { customerSchema, type Customer } from './customers/customer.ts';
export {
  explanationSchema,
  historyEntrySchema,
  type Explanation,
  type HistoryEntry,
} from './customers/explanation.ts';
export {
  customerReviewSchema,
  type CustomerReview,
  type CustomerReviewWithSides,
} from './customers/review.ts';
export {
  defineEndpoint,
  none,
  type Endpoint,
  type RequestInput,
  type RequestOf,
  type ResponseOf,
} from './endpoint.ts';
export { errorBodySchema, type ErrorBody } from './errors/error-body.ts';
export { errorStatus } from './errors/error-status.ts';
export { eventSchema, type AgentEvent } from './events/endpoints.ts';
export { failureGroupSchema, type FailureGroup } from './failures/failure.ts';
export {
  knowledgeAnswerSchema,
  knowledgeHitSchema,
  type KnowledgeAnswer,
  type KnowledgeHit,
} from './knowledge/answer.ts';
export {
  knowledgePageSchema,
  newKnowledgePageSchema,
  type KnowledgePage,
  type NewKnowledgePage,
  type WrittenKnowledge,
} from './knowledge/page.ts';
export {
  newRedriveSchema,
  redriveSchema,
  type NewRedrive,
  type Redrive,
  type RedriveStarted,
} from './redrives/redrive.ts';
export { toOpenApi, type OpenApiInfo } from './openapi/to-openapi.ts';
export { routes, type RouteName, type Routes } from './routes.ts';
export { MAX_PREVIEW } from './schedules/endpoints.ts';
export { newScheduleSchema, termsOfRequest, type NewSchedule } from './schedules/new-schedule.ts';
export {
  scheduleDetailsSchema,
  scheduleSchema,
  type Schedule,
  type ScheduleDetails,
} from './schedules/schedule.ts';
export { sentSignalSchema, type NewSignal, type SentSignal } from './signals/endpoints.ts';
export { fleetStatusSchema, type FleetStatus, type LiveStatus } from './status/endpoints.ts';
export { quarantinedSchema, streamSchema, type QuarantinedObject, type SyncStream } from './sync/stream.ts';
export { MAX_WAIT_MS } from './tasks/endpoints.ts';
export {
  enqueuedSchema,
  MAX_BULK_TASKS,
  newTaskSchema,
  type Enqueued,
  type NewTask,
} from './tasks/enqueue.ts';
export {
  taskAttemptSchema,
  taskSchema,
  taskSummarySchema,
  type Task,
  type TaskAttempt,
  type TaskEffect,
  type TaskStep,
  type TaskSummary,
  type TaskWait,
} from './tasks/task.ts';
export type {
  Handshake,
  Webhook,
  WebhookCounts,
  WebhookDetails,
  WebhookReplay,
  WebhookReplayed,
} from './webhooks/webhook.ts';
export { caseSchema, type Case, type CaseEnd, type CaseGroup } from './workflows/case.ts';
export {
  workflowDetailsSchema,
  workflowSchema,
  type SettingsChange,
  type Workflow,
  type WorkflowDetails,
} from './workflows/workflow.ts';
