import { listAgents, showAgent } from '../agents/endpoints.ts';
import type { AgentContract, AgentHealth } from '../agents/agent.ts';
import {
  approveApproval,
  listApprovals,
  rejectApproval,
  showApproval,
  type Approval,
  type Decision,
} from '../approvals/endpoints.ts';
import type { Budget } from '../budgets/budget.ts';
import { listBudgets } from '../budgets/endpoints.ts';
import type { RequestInput, ResponseOf } from '../endpoint.ts';
import { listEvents } from '../events/endpoints.ts';
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  runSchedule,
  showSchedule,
} from '../schedules/endpoints.ts';
import type { NewSchedule } from '../schedules/new-schedule.ts';
import type { Schedule, ScheduleDetails } from '../schedules/schedule.ts';
import { sendSignal, type NewSignal, type SentSignal } from '../signals/endpoints.ts';
import { listFailures } from '../failures/endpoints.ts';
import type { FailureGroup } from '../failures/failure.ts';
import { listRedrives, showRedrive, startRedrive, stopRedrive } from '../redrives/endpoints.ts';
import type { NewRedrive, Redrive, RedriveStarted } from '../redrives/redrive.ts';
import { showLiveStatus, showStatus, type FleetStatus, type LiveStatus } from '../status/endpoints.ts';
import { listQuarantine, listStreams } from '../sync/endpoints.ts';
import type { QuarantinedObject, SyncStream } from '../sync/stream.ts';
import { cancelTask, listTasks, retryTask, showTask } from '../tasks/endpoints.ts';
import { dryRunTask, type Enqueued, type NewTask } from '../tasks/enqueue.ts';
import type { Task } from '../tasks/task.ts';
import { makeWebhooksClient, type WebhooksClient } from '../webhooks/make-webhooks-client.ts';
import { makeCall, type ClientOptions } from './call.ts';
import { makeAskWhy, type AskWhy } from './causes.ts';
import { makeConnectionsClient, type ConnectionsClient } from './connections.ts';
import { makeCustomersClient, type CustomersClient } from './customers.ts';
import { enqueueInBulk, makeEnqueue, type Enqueue } from './enqueue.ts';
import { makeKnowledgeClient, type KnowledgeClient } from './knowledge.ts';
import { waitForTask, type WaitOptions } from './wait.ts';
import { makeCasesClient, makeWorkflowsClient, type CasesClient, type WorkflowsClient } from './workflows.ts';

type QueryOf<
  E extends
    | typeof listTasks
    | typeof listEvents
    | typeof listApprovals
    | typeof listFailures
    | typeof listSchedules
    | typeof listRedrives
    | typeof listQuarantine,
> = RequestInput<E>['query'];

/** A gateway as functions. Every failure is an `AppError` of the class that it had over there. */
export interface Client extends Enqueue {
  readonly tasks: {
    list(query?: QueryOf<typeof listTasks>): Promise<ResponseOf<typeof listTasks>>;
    show(id: string): Promise<Task>;
    retry(id: string): Promise<Task>;
    cancel(id: string): Promise<Task>;
    /** The task once it has finished, however it did. */
    wait(id: string, options?: WaitOptions): Promise<Task>;
    /** Enqueues tasks of any agents, for callers that know contracts by name only. */
    enqueue(tasks: readonly NewTask[]): Promise<readonly Enqueued[]>;
    /** Has a task or message done without its consequences; its result tells what it would do. */
    dryRun(task: Pick<NewTask, 'agent' | 'type' | 'payload'>): Promise<Enqueued>;
  };
  readonly failures: {
    list(query?: QueryOf<typeof listFailures>): Promise<readonly FailureGroup[]>;
  };
  readonly redrives: {
    /** Starts one, or only says what it would do with `dryRun`. */
    start(wanted: NewRedrive): Promise<RedriveStarted>;
    list(query?: QueryOf<typeof listRedrives>): Promise<ResponseOf<typeof listRedrives>>;
    show(id: string): Promise<Redrive>;
    stop(id: string): Promise<Redrive>;
  };
  readonly agents: {
    list(): Promise<readonly AgentHealth[]>;
    show(agent: string): Promise<AgentContract>;
  };
  readonly budgets: { list(): Promise<readonly Budget[]> };
  readonly customers: CustomersClient;
  readonly knowledge: KnowledgeClient;
  readonly events: { list(query?: QueryOf<typeof listEvents>): Promise<ResponseOf<typeof listEvents>> };
  readonly signals: {
    /** Wakes every task that waits for it. */
    send(signal: NewSignal): Promise<SentSignal>;
  };
  readonly workflows: WorkflowsClient;
  readonly cases: CasesClient;
  readonly approvals: {
    list(query?: QueryOf<typeof listApprovals>): Promise<ResponseOf<typeof listApprovals>>;
    show(id: string): Promise<Approval>;
    approve(id: string, decision: Decision): Promise<Approval>;
    reject(id: string, decision: Decision): Promise<Approval>;
  };
  readonly schedules: {
    list(query?: QueryOf<typeof listSchedules>): Promise<ResponseOf<typeof listSchedules>>;
    /** With that many of its next runs. */
    show(id: string, preview?: number): Promise<ScheduleDetails>;
    create(schedule: NewSchedule): Promise<Schedule>;
    pause(id: string): Promise<Schedule>;
    resume(id: string): Promise<Schedule>;
    /** Enqueues its task now; answers with the task that stands for it. */
    run(id: string): Promise<Enqueued>;
    /** Answers with what it was. */
    delete(id: string): Promise<Schedule>;
  };
  readonly connections: ConnectionsClient;
  readonly sync: {
    /** How new each stream's mirror is, and what is being read. */
    streams(): Promise<readonly SyncStream[]>;
    /** Objects that cannot be read or stored, the latest first. */
    quarantine(query?: QueryOf<typeof listQuarantine>): Promise<readonly QuarantinedObject[]>;
  };
  readonly webhooks: WebhooksClient;
  /** What led to a task, a write, an object or a customer's field, and what came of that. */
  readonly why: AskWhy;
  /** All there ever was, in numbers. */
  status(): Promise<FleetStatus>;
  /** What is still to be done: for whoever asks again and again. */
  liveStatus(): Promise<LiveStatus>;
}

/** Makes a client of one gateway; it holds no connection and need not be closed. */
export const makeClient = (options: ClientOptions): Client => {
  const call = makeCall(options);
  return {
    ...makeEnqueue(call),
    tasks: {
      list: (query = {}) => call(listTasks, { query }),
      show: (id) => call(showTask, { params: { id } }),
      retry: (id) => call(retryTask, { params: { id } }),
      cancel: (id) => call(cancelTask, { params: { id } }),
      wait: (id, wait = {}) => waitForTask(call, id, wait),
      enqueue: (tasks) => enqueueInBulk(call, tasks),
      dryRun: (body) => call(dryRunTask, { body }),
    },
    failures: { list: async (query = {}) => (await call(listFailures, { query })).failures },
    redrives: {
      start: (body) => call(startRedrive, { body }),
      list: (query = {}) => call(listRedrives, { query }),
      show: (id) => call(showRedrive, { params: { id } }),
      stop: (id) => call(stopRedrive, { params: { id } }),
    },
    agents: {
      list: async () => (await call(listAgents, {})).agents,
      show: (agent) => call(showAgent, { params: { agent } }),
    },
    budgets: { list: async () => (await call(listBudgets, {})).budgets },
    customers: makeCustomersClient(call),
    knowledge: makeKnowledgeClient(call),
    events: { list: (query = {}) => call(listEvents, { query }) },
    signals: { send: (body) => call(sendSignal, { body }) },
    workflows: makeWorkflowsClient(call),
    cases: makeCasesClient(call),
    approvals: {
      list: (query = {}) => call(listApprovals, { query }),
      show: (id) => call(showApproval, { params: { id } }),
      approve: (id, body) => call(approveApproval, { params: { id }, body }),
      reject: (id, body) => call(rejectApproval, { params: { id }, body }),
    },
    schedules: {
      list: (query = {}) => call(listSchedules, { query }),
      show: (id, preview = 0) => call(showSchedule, { params: { id }, query: { preview } }),
      create: (schedule) => call(createSchedule, { body: schedule }),
      pause: (id) => call(pauseSchedule, { params: { id } }),
      resume: (id) => call(resumeSchedule, { params: { id } }),
      run: (id) => call(runSchedule, { params: { id } }),
      delete: (id) => call(deleteSchedule, { params: { id } }),
    },
    connections: makeConnectionsClient(call),
    sync: {
      streams: async () => (await call(listStreams, {})).streams,
      quarantine: async (query = {}) => (await call(listQuarantine, { query })).objects,
    },
    webhooks: makeWebhooksClient(call),
    why: makeAskWhy(call),
    status: () => call(showStatus, {}),
    liveStatus: () => call(showLiveStatus, {}),
  };
};
