import { AgentError, defaultRetryPolicy, findWork, type Work } from '@sherpa/core';
import type { Finish, Task } from '@sherpa/db';
import type { JobProgress } from '@sherpa/queue';
import type { RunnableAgent } from '../agent/base-agent.ts';
import { AttemptContext, type ContextDeps } from './attempt-context.ts';
import { tallying, type CallTally } from './call-tally.ts';
import { cancelled, finishOf, toSuccess, type Ending } from './finish-of.ts';
import { Interrupted, Interrupter, type Interruption } from './interruption.ts';
import { dryRun } from '../dry-run/dry-run.ts';
import { Parked } from '../waits/parked.ts';
import { toFailure } from './outcome.ts';

export interface AttemptDeps extends ContextDeps {
  readonly agent: RunnableAgent;
  /** Writes down that an attempt runs here; false where somebody else has its task by now. */
  readonly hold: (attempt: Attempt) => Promise<boolean>;
  /** [0, 1), for the jitter of retries. */
  readonly random: () => number;
}

/** A claimed task and how it came. */
export interface Claimed {
  readonly task: Task;
  /** The claim was written down; else nobody knows of it yet but this process. */
  readonly isHeld: boolean;
  /** False for one of several tasks of a pack. */
  readonly hasOwnJob: boolean;
}

const tooLong = (kind: Work | undefined): AgentError =>
  new AgentError('The task ran longer than its contract allows.', {
    code: 'task_timeout',
    details: { timeoutMs: kind?.timeoutMs },
  });

/** A task being worked on. It starts at once. */
export class Attempt implements Ending {
  readonly workerId: string;
  readonly hasOwnJob: boolean;
  /** Whether the ledger knows that it runs here. */
  isHeld: boolean;
  /** Its handler is through; what is left is to write that down. */
  hasEnded = false;
  /** What it leaves behind; undefined where that must be nothing (lease lost, handed back). Never rejects. */
  readonly finish: Promise<Finish | undefined>;

  private readonly deps: AttemptDeps;
  private current: Task;
  private readonly switchOff = new Interrupter();
  private readonly startedMs = performance.now();
  private readonly tally: CallTally = { calls: 0 };
  private kind: Work | undefined;
  private context: AttemptContext | undefined;

  constructor(deps: AttemptDeps, claimed: Claimed) {
    this.deps = deps;
    this.current = claimed.task;
    this.workerId = deps.workerId;
    this.hasOwnJob = claimed.hasOwnJob;
    this.isHeld = claimed.isHeld;
    this.finish = this.run();
  }

  /** The task as the ledger knows it. */
  get task(): Task {
    return this.current;
  }

  /** How long it has been running, in milliseconds. */
  get ranMs(): number {
    return performance.now() - this.startedMs;
  }

  /** Requests to vendors that it has made so far. */
  get vendorCalls(): number {
    return this.tally.calls;
  }

  /** Whether it has run for longer than its contract allows. */
  get isOverdue(): boolean {
    return this.kind !== undefined && this.ranMs > this.kind.timeoutMs;
  }

  /** What people are to know of how far it is. */
  get progress(): JobProgress | null {
    return this.context?.shown ?? null;
  }

  /** Ends it from outside; the first reason counts. */
  interrupt(reason: Interruption): void {
    this.switchOff.interrupt(reason);
  }

  private async run(): Promise<Finish | undefined> {
    const { deps, task, switchOff } = this;
    try {
      const kind = findWork(deps.agent.contract, task.type);
      this.kind = kind;
      const context = new AttemptContext(deps, task, kind.parsePayload(task.payload), {
        switchOff,
        hold: () => deps.hold(this),
        isBurdened: () => this.current.attempt - this.current.uncountedAttempts > 1,
        forgiven: () => {
          this.current = { ...this.current, uncountedAttempts: this.current.attempt - 1 };
        },
      });
      this.context = context;
      if (task.origin === 'dry-run') return await this.rehearse(context);
      const result = toSuccess(
        kind,
        await switchOff.race(tallying(this.tally, () => deps.agent.runTask(context))),
      );
      const left = context.left();
      return finishOf(this, result, left instanceof Promise ? await switchOff.race(left) : left);
    } catch (err) {
      if (err instanceof Parked) return finishOf(this, { status: 'waiting', wait: err.wait });
      return err instanceof Interrupted ? this.afterInterruption(err.reason) : this.fail(err);
    } finally {
      this.hasEnded = true;
      switchOff.interrupt('over');
    }
  }

  private async rehearse({ task, log, signal }: AttemptContext): Promise<Finish> {
    const { agent, db } = this.deps;
    const plan = tallying(this.tally, () => dryRun({ agent, db, log, signal }, this.task, task));
    return finishOf(this, { status: 'completed', result: await this.switchOff.race(plan) });
  }

  private fail(thrown: unknown): Finish {
    const policy = this.kind?.retry ?? defaultRetryPolicy;
    return finishOf(this, toFailure(this.task, policy, thrown, this.deps.random));
  }

  private afterInterruption(reason: Interruption): Finish | undefined {
    switch (reason) {
      case 'cancelled':
        return finishOf(this, cancelled);
      case 'timeout':
        return this.fail(tooLong(this.kind));
      case 'lease-lost':
      case 'drain':
      case 'over':
        return undefined;
    }
  }
}
