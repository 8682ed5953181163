import { Job, Worker, type IQueueBackend, type JobJson, type WorkerOptions } from 'bullmq';
import type { Connect } from '../backend.ts';
import { settings } from '../settings.ts';
import { makeCompletedSample } from './completed-sample.ts';

/** A job and the token under which it is locked. */
export interface FetchedJob {
  readonly job: Job;
  readonly token: string;
}

/** BullMQ's own answer, parsed by its backend; only whether there is one is looked at. */
const isJobData = (value: unknown): value is JobJson => typeof value === 'object' && value !== null;

/**
 * BullMQ's worker without its loop: it fetches when told to. BullMQ counts jobs, and we count tasks, of
 * which a job may hold many; and a worker that still works on the last task of a large job has to
 * fetch for all its other hands. Locks, stalled jobs, delays and markers stay BullMQ's.
 */
export class FetchingWorker extends Worker<unknown, unknown, string, IQueueBackend> {
  private fetched = 0;
  private readonly keeps = makeCompletedSample(settings.keepCompletedPerSecond, () => performance.now());

  constructor(name: string, options: WorkerOptions, connect: Connect) {
    super(name, null, { ...options, autorun: false }, connect);
    // A lock that is gone once does not come back; BullMQ would ask for it and complain again and again.
    this.on('lockRenewalFailed', (ids) => {
      for (const id of ids) this.lockManager.untrackJob(id);
    });
  }

  /** Begins to renew locks and to look for stalled jobs. */
  async begin(): Promise<void> {
    this.lockManager.start();
    await this.startStalledCheckTimer();
  }

  /** The next job, after a wait if there is none; undefined where the wait was in vain. */
  async fetch(): Promise<FetchedJob | undefined> {
    this.fetched += 1;
    const token = `${this.id}:${this.fetched}`;
    return this.locked(await this.getNextJob(token, { block: true }), token);
  }

  /** Completes a job and, if asked to, takes the next one in the same round trip. */
  async complete({ job, token }: FetchedJob, fetchNext: boolean): Promise<FetchedJob | undefined> {
    if (!this.keeps()) job.opts.removeOnComplete = true;
    const next: unknown = await job.moveToCompleted(null, token, fetchNext);
    if (!Array.isArray(next)) return undefined;
    const parts: readonly unknown[] = next;
    const [data, id] = parts;
    if (!isJobData(data) || typeof id !== 'string') return undefined;
    return this.locked(await this.nextJobFromJobData(data, id, token), token);
  }

  /** Adds a job that the queue has lost as it was, due after that time; one of its id that is there is left alone. */
  async addAnew({ job }: FetchedJob, delayMs: number): Promise<void> {
    const { id = '', name, opts } = job;
    const data: unknown = job.data;
    await Job.create(this, name, data, { jobId: id, priority: opts.priority ?? 0, delay: delayMs });
  }

  /** Its lock is renewed no longer. */
  forget({ job }: FetchedJob): void {
    this.lockManager.untrackJob(job.id ?? '');
  }

  /** Ends a wait for the next job at once. */
  async interruptWait(): Promise<void> {
    await this.backend.disconnectBlocking(true);
  }

  private locked(job: Job | undefined, token: string): FetchedJob | undefined {
    if (job === undefined) return undefined;
    this.lockManager.trackJob(job.id ?? '', token, Date.now());
    return { job, token };
  }
}
