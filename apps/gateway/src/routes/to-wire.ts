import type {
  AgentEvent,
  Approval,
  Task,
  TaskAttempt,
  TaskEffect,
  TaskStep,
  TaskSummary,
  TaskWait,
} from '@sherpa/api';
import type {
  Approval as LedgerApproval,
  Attempt,
  Effect,
  LedgerEvent,
  Step,
  Task as LedgerTask,
  Wait,
} from '@sherpa/db';

const moment = (date: Date): string => date.toISOString();
const momentOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A task of the ledger without what can be large, as it goes over the wire. */
export const toTaskSummary = (task: LedgerTask): TaskSummary => ({
  id: task.id,
  agent: task.agent,
  type: task.type,
  status: task.status,
  attempt: task.attempt - task.uncountedAttempts,
  maxAttempts: task.maxAttempts,
  priority: task.priority,
  key: task.key,
  progress: task.progress,
  error: task.error,
  messageId: task.messageId,
  causedBy: task.causedBy,
  origin: task.origin,
  workerId: task.workerId,
  cancelRequestedAt: momentOrNull(task.cancelRequestedAt),
  createdAt: moment(task.createdAt),
  runAt: moment(task.runAt),
  startedAt: momentOrNull(task.startedAt),
  finishedAt: momentOrNull(task.finishedAt),
});

const toTaskWait = ({ since, until, ...wait }: Wait): TaskWait => ({
  ...wait,
  since: moment(since),
  until: momentOrNull(until),
  taskIds: [...wait.taskIds],
});

const toAttempt = ({ startedAt, endedAt, ...attempt }: Attempt): TaskAttempt => ({
  ...attempt,
  startedAt: momentOrNull(startedAt),
  endedAt: moment(endedAt),
});

/** A task of the ledger, whole, with the attempts that went wrong and what it waits for. */
const toStep = ({ name, result, attempt, createdAt }: Step): TaskStep => ({
  name,
  result,
  attempt,
  doneAt: moment(createdAt),
});

const toEffect = (effect: Effect): TaskEffect => ({
  name: effect.name,
  vendor: effect.vendor,
  key: effect.key,
  status: effect.status,
  intent: effect.intent,
  outcome: effect.outcome,
  error: effect.error,
  attempt: effect.attempt,
  intendedAt: moment(effect.createdAt),
  finishedAt: momentOrNull(effect.finishedAt),
});

/** What a task has left behind beside its row. */
export interface TaskTraces {
  readonly attempts: readonly Attempt[];
  readonly steps: readonly Step[];
  readonly effects: readonly Effect[];
  readonly wait: Wait | undefined;
}

export const toTask = (task: LedgerTask, { attempts, steps, effects, wait }: TaskTraces): Task => ({
  ...toTaskSummary(task),
  payload: task.payload,
  result: task.result,
  attempts: attempts.map(toAttempt),
  steps: steps.map(toStep),
  effects: effects.map(toEffect),
  waitingFor: wait === undefined ? null : toTaskWait(wait),
});

/** An event as it goes over the wire. */
export const toEvent = ({ createdAt, ...event }: LedgerEvent): AgentEvent => ({
  ...event,
  createdAt: moment(createdAt),
});

/** An approval as it goes over the wire. */
export const toApproval = (approval: LedgerApproval): Approval => ({
  ...approval,
  askedOf: [...approval.askedOf],
  escalateTo: [...approval.escalateTo],
  expiresAt: momentOrNull(approval.expiresAt),
  escalateAt: momentOrNull(approval.escalateAt),
  escalatedAt: momentOrNull(approval.escalatedAt),
  createdAt: moment(approval.createdAt),
  decidedAt: momentOrNull(approval.decidedAt),
});
