import type { Finish, FinishAnswer, Task } from '@sherpa/db';
import { sql, type TestDatabase } from '@sherpa/db/testing';
import { JobSet } from './job-set.ts';
import { LedgerModel } from './ledger-model.ts';

/** Where a thread rests; it goes on when the question is answered with yes. */
type Rest = (() => boolean) | undefined;

/** What a process does, one atomic step after the other. Each `yield` is a point where it may die. */
export type Course<T = void> = AsyncGenerator<Rest, T, void>;

interface Thread {
  /** The process it belongs to, which dies as a whole. */
  readonly owner: string;
  readonly course: Course;
  rest: Rest;
}

/** An attempt in a worker's hands. */
export interface RunningAttempt {
  readonly task: Task;
  isHeld: boolean;
  interruption: 'lease-lost' | 'cancelled' | 'drain' | undefined;
}

/** The end of an attempt on its way into the ledger. */
export interface Outgoing {
  readonly task: Task;
  readonly finish: Finish;
  /** The database will refuse it. */
  readonly isRefused: boolean;
  answer: FinishAnswer['kind'] | undefined;
}

/** A worker's process. A new one takes the place of one that died. */
export interface WorkerProcess {
  readonly id: string;
  readonly running: Map<string, RunningAttempt>;
  outgoing: Outgoing[];
  /** It takes no more jobs. */
  isStopping: boolean;
}

export const AGENT = 'sales';

/** Long enough that it passes only when the test says so, in milliseconds. */
export const HOUR_MS = 3_600_000;

/** A real ledger, a queue that can be lost, and processes that do one step at a time. */
export class World {
  readonly jobs = new JobSet();
  readonly model = new LedgerModel();
  readonly ground: TestDatabase;
  threads: Thread[] = [];
  readonly workers: WorkerProcess[];

  constructor(ground: TestDatabase, workers: WorkerProcess[]) {
    this.ground = ground;
    this.workers = workers;
  }

  /** Begins a course and does its first step. */
  async begin(owner: string, course: Course): Promise<void> {
    const thread: Thread = { owner, course, rest: undefined };
    this.threads.push(thread);
    await this.advance(thread);
  }

  /** Threads that could do a step. */
  ready(): readonly Thread[] {
    return this.threads.filter(({ rest }) => rest === undefined || rest());
  }

  async advance(thread: Thread): Promise<void> {
    const { done, value } = await thread.course.next();
    if (done === true) this.threads = this.threads.filter((other) => other !== thread);
    else thread.rest = value;
  }

  /** A process ends at once: nothing of what it had begun goes on. */
  kill(owner: string): void {
    this.threads = this.threads.filter((thread) => thread.owner !== owner);
  }

  /** Moves everything that waits for a time well past it. */
  async passTime(): Promise<void> {
    this.model.passTime();
    this.jobs.passTime();
    const { engine } = this.ground.db;
    await sql`update agent_tasks set run_at = now() - interval '1 min' where status = 'pending'`.execute(
      engine,
    );
    await sql`update agent_task_keys set hold_until = now() - interval '1 s' where hold_until > now()`.execute(
      engine,
    );
  }

  /** The worker of that task is not heard of any more, whether or not it lives. */
  async endLease(id: string): Promise<void> {
    this.model.task(id).isLeaseOver = true;
    await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${id}`.execute(
      this.ground.db.engine,
    );
  }
}
