import { AgentError, toJson, type Contract, type WorkName } from '@sherpa/core';
import { readState, type Database, type Task } from '@sherpa/db';
import type { JobProgress } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { RunnableAgent } from '../agent/base-agent.ts';
import { makeState, type StateAccess, type StateStore } from '../agent/state-access.ts';
import type { CurrentTask, TaskContext } from '../agent/task-context.ts';
import type { Waiting } from '../agent/waiting.ts';
import { makeSteps, type Steps } from '../steps/make-steps.ts';
import { stepLedgerOf } from '../steps/step-ledger.ts';
import { makeWaits } from '../waits/make-waits.ts';
import { makeWorkflowAccess, type WorkflowAccess } from '../workflows/workflow-access.ts';
import { makeAdvance } from './advance.ts';
import { nothing, type Left } from './finish-of.ts';
import { Interrupted, type Interrupter } from './interruption.ts';
import { makeOutbox, type Outbox } from './outbox.ts';

export interface ContextDeps {
  readonly agent: Pick<RunnableAgent, 'contract'>;
  readonly db: Database;
  readonly log: Logger;
  readonly workerId: string;
}

/** What the context may do to the attempt that it is of. */
export interface ContextAttempt {
  readonly switchOff: Interrupter;
  /** Sees to it that the ledger knows the attempt; false where somebody else has its task by now. */
  readonly hold: () => Promise<boolean>;
  /** Whether earlier attempts are held against its task. */
  readonly isBurdened: () => boolean;
  /** They are not any more. */
  readonly forgiven: () => void;
}

/** The context of one attempt. Its parts are made when first asked for: a small task asks for few. */
export class AttemptContext implements TaskContext {
  readonly contract: Contract;
  readonly task: CurrentTask<Contract, WorkName<Contract>>;
  /** What people are to know of how far it is. */
  shown: JobProgress | null = null;

  private readonly deps: ContextDeps;
  private readonly whole: Task;
  private readonly attempt: ContextAttempt;
  private outbox: Outbox | undefined;
  private store: StateStore | undefined;
  private logger: Logger | undefined;
  private made: Steps | undefined;
  private advancing: TaskContext['advance'] | undefined;
  private waiting: Waiting | undefined;
  private workflows: WorkflowAccess | undefined;

  constructor(
    deps: ContextDeps,
    task: Task,
    payload: CurrentTask<Contract, string>['payload'],
    of: ContextAttempt,
  ) {
    const { id, tenantId, type, attempt, createdAt, messageId } = task;
    this.contract = deps.agent.contract;
    this.task = { id, tenantId, type, payload, attempt, createdAt, messageId };
    this.deps = deps;
    this.whole = task;
    this.attempt = of;
  }

  get signal(): AbortSignal {
    return this.attempt.switchOff.signal;
  }

  get log(): Logger {
    const { id: taskId, tenantId, type, attempt } = this.task;
    this.logger ??= this.deps.log.child({ tenantId, taskId, type, attempt });
    return this.logger;
  }

  get state(): StateAccess<Contract> {
    const { tenantId, agent } = this.whole;
    this.store ??= makeState(this.contract, (key) =>
      this.withTenant((tx) => readState(tx, { tenantId, agent, key })),
    );
    return this.store.access;
  }

  get send(): TaskContext['send'] {
    return this.doors.send;
  }

  get enqueue(): TaskContext['enqueue'] {
    return this.doors.enqueue;
  }

  get emit(): TaskContext['emit'] {
    return this.doors.emit;
  }

  get step(): TaskContext['step'] {
    return this.steps.step;
  }

  get effect(): TaskContext['effect'] {
    return this.steps.effect;
  }

  get waitFor(): Waiting['waitFor'] {
    return this.waits.waitFor;
  }

  get sleep(): Waiting['sleep'] {
    return this.waits.sleep;
  }

  get sleepUntil(): Waiting['sleepUntil'] {
    return this.waits.sleepUntil;
  }

  get runTasks(): Waiting['runTasks'] {
    return this.waits.runTasks;
  }

  get runTask(): Waiting['runTask'] {
    return this.waits.runTask;
  }

  get approval(): Waiting['approval'] {
    return this.waits.approval;
  }

  get settings(): WorkflowAccess['settings'] {
    return this.flows.settings;
  }

  get cases(): WorkflowAccess['cases'] {
    return this.flows.cases;
  }

  get progress(): TaskContext['progress'] {
    return (value) => {
      // It goes out with the heartbeat of all tasks, which one that is no JSON would stop.
      if (toJson(value) === undefined) throw new AgentError('The progress is not JSON.', { retry: 'never' });
      this.shown = value;
    };
  }

  /** Bound, as all that a handler gets: it may be handed on without its context. */
  get withTenant(): TaskContext['withTenant'] {
    return (work) => this.deps.db.withTenant(this.whole.tenantId, work);
  }

  get advance(): TaskContext['advance'] {
    const { deps, attempt, task } = this;
    this.advancing ??= makeAdvance(deps.db, {
      task,
      workerId: deps.workerId,
      isBurdened: attempt.isBurdened,
      hold: this.hold,
      forgiven: attempt.forgiven,
    });
    return this.advancing;
  }

  /** What the handler wants written with its result; to be waited for only where it touched its state. */
  left(): Left | Promise<Left> {
    if (this.outbox === undefined && this.store === undefined) return nothing;
    const { messages, tasks, events } = this.outbox ?? nothing;
    const told = { messages, tasks, events };
    return this.store === undefined
      ? { ...told, state: [] }
      : this.store.changes().then((state) => ({ ...told, state }));
  }

  private readonly hold = async (): Promise<void> => {
    if (!(await this.attempt.hold())) throw new Interrupted('lease-lost');
  };

  private get doors(): Outbox['doors'] {
    this.outbox ??= makeOutbox(this.contract, this.whole);
    return this.outbox.doors;
  }

  private get flows(): WorkflowAccess {
    this.workflows ??= makeWorkflowAccess(this);
    return this.workflows;
  }

  private get waits(): Waiting {
    const { attempt, whole } = this;
    this.waiting ??= makeWaits({
      task: whole,
      recall: this.steps.recall,
      park: (wait) => attempt.switchOff.park(wait),
    });
    return this.waiting;
  }

  private get steps(): Steps {
    const { deps, attempt, task } = this;
    this.made ??= makeSteps({
      task: { id: task.id, attempt: task.attempt, workerId: deps.workerId },
      ledger: stepLedgerOf(deps.db),
      signal: this.signal,
      hold: this.hold,
      advanced: () => (attempt.isBurdened() ? this.advance(async () => undefined) : Promise.resolve()),
      lose: () => attempt.switchOff.interrupt('lease-lost'),
    });
    return this.made;
  }
}
