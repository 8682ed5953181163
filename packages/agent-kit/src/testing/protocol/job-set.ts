import { newId } from '@sherpa/core';
import type { JobOutcome } from '@sherpa/queue';

/** What is added to a queue. */
interface Entry {
  readonly id: string;
  readonly taskIds: readonly string[];
  readonly delayMs: number;
}

export interface QueuedJob {
  readonly id: string;
  readonly taskIds: readonly string[];
  state: 'waiting' | 'delayed' | 'active' | 'ended';
  /** Under which it was taken; whoever has another one cannot settle it. */
  token: string;
  /** Which try this is by the queue's own count. */
  attempt: number;
  wasStalled: boolean;
}

/** A job as somebody took it. */
export type TakenJob = Readonly<QueuedJob>;

/** A queue as its store sees it: a set of jobs, all of which may be lost. */
export class JobSet {
  private jobs = new Map<string, QueuedJob>();
  /** What the conductors have written down of the store: gone with everything else. */
  mark = 'whole';
  /**
   * Tasks whose job was in somebody's hands when it was lost. Who dies between the commit of a retry and adding
   * the job anew leaves one of these pending without a job, until the queue is empty and that is noticed.
   */
  readonly lostInHand = new Set<string>();

  /** One that is there in whatever state is left alone, and so are ended ones that are kept. */
  add(entries: readonly Entry[]): void {
    for (const { id, taskIds, delayMs } of entries) {
      if (this.jobs.has(id)) continue;
      const state = delayMs > 0 ? 'delayed' : 'waiting';
      this.jobs.set(id, { id, taskIds, state, token: '', attempt: 1, wasStalled: false });
    }
  }

  /** The same, but ended ones make way. */
  ensure(entries: readonly Entry[]): void {
    for (const { id } of entries) if (this.jobs.get(id)?.state === 'ended') this.jobs.delete(id);
    this.add(entries);
  }

  /** One that is being worked on stays. */
  remove(id: string): void {
    if (this.jobs.get(id)?.state !== 'active') this.jobs.delete(id);
  }

  in(state: QueuedJob['state']): QueuedJob[] {
    return [...this.jobs.values()].filter((job) => job.state === state);
  }

  take(job: QueuedJob): TakenJob {
    Object.assign(job, { state: 'active', token: newId() });
    return { ...job };
  }

  /** What a job comes to in the hands of who has it; one that was lost meanwhile is added if it is to come again. */
  settle(taken: TakenJob, outcome: JobOutcome): void {
    const job = this.jobs.get(taken.id);
    const comesAgain = outcome.kind === 'retry' || outcome.kind === 'later';
    const delayMs = comesAgain ? outcome.afterMs : 0;
    if (job === undefined) {
      if (comesAgain) this.add([{ ...taken, delayMs }]);
    } else if (job.state === 'active' && job.token === taken.token) {
      if (outcome.kind === 'retry') job.attempt += 1;
      if (comesAgain) job.state = delayMs > 0 ? 'delayed' : 'waiting';
      else job.state = 'ended';
    }
  }

  /** Whoever has the job was not heard of; it is given to another. */
  stall(job: QueuedJob): void {
    Object.assign(job, { state: 'waiting', wasStalled: true });
  }

  passTime(): void {
    for (const job of this.in('delayed')) job.state = 'waiting';
  }

  /** Ended jobs are kept for a while only. */
  forgetEnded(): void {
    for (const { id } of this.in('ended')) this.jobs.delete(id);
  }

  /** FLUSHALL. */
  lose(): void {
    for (const { taskIds } of this.in('active')) for (const id of taskIds) this.lostInHand.add(id);
    this.jobs = new Map();
    this.mark = '';
  }

  /** Tasks that a job points at which is still to come, or being worked on. */
  pointedAt(): Set<string> {
    const live = [...this.jobs.values()].filter(({ state }) => state !== 'ended');
    return new Set(live.flatMap(({ taskIds }) => taskIds));
  }
}
