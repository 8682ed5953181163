export { BaseAgent, type AgentContext, type RunnableAgent } from './agent/base-agent.ts';
export type { EffectSpec } from './agent/effect-spec.ts';
export type { Handler, Handlers } from './agent/handlers.ts';
export type { StateAccess } from './agent/state-access.ts';
export type { CurrentTask, SendOptions, TaskContext } from './agent/task-context.ts';
export {
  childTask,
  type ApprovalOutcome,
  type ApprovalRequest,
  type ChildOutcome,
  type ChildTask,
  type SignalOutcome,
  type WaitForOptions,
  type Waiting,
  type WaitName,
} from './agent/waiting.ts';
export {
  makeClients,
  type ClientParts,
  type Clients,
  type ClientsDeps,
  type Connected,
} from './connections/make-clients.ts';
export { CONNECTION_REST_MS } from './connections/unusable.ts';
export { countVendorCall } from './engine/call-tally.ts';
export { makeBatcher } from './engine/batcher.ts';
export { makeDispatcher, type Dispatcher } from './enqueue/dispatcher.ts';
export { makeEnqueuer, type Enqueuer, type Pledge } from './enqueue/enqueuer.ts';
export type { EnqueueRequest } from './enqueue/prepare-all.ts';
export { prepareTask } from './enqueue/prepare-task.ts';
export { startRunner, type Runner } from './engine/runner.ts';
export type { AttemptReport } from './engine/runner-deps.ts';
export { makeScheduler, type ScheduleRequest, type Scheduler } from './schedules/scheduler.ts';
