import { isFinished, type TaskStatus } from '@sherpa/core';
import type { NewTask, Outcome } from '@sherpa/db';

/** What is known of a task. */
export interface ModelTask extends Pick<NewTask, 'id' | 'type' | 'key' | 'concurrencyKey' | 'messageId'> {
  readonly maxAttempts: number;
  status: TaskStatus;
  /** The fence, and how much of it is not held against the task. */
  attempt: number;
  uncounted: number;
  /** Who runs it. */
  holder: string | null;
  isLeaseOver: boolean;
  isDue: boolean;
  isToStop: boolean;
  priority: number;
  /** Tells the payloads that replaced one another apart. */
  payload: NewTask['payload'];
  /** How often it came to an end: an operator may begin a failed one anew. */
  ends: number;
}

interface ModelKey {
  taskId: string;
  /** `kept` for a time, which may be `over`; or for as long as its task lives. */
  hold: 'alive' | 'kept' | 'over';
}

/** How an attempt ends, and what it leaves behind. */
export interface ModelEnd {
  readonly id: string;
  readonly attempt: number;
  readonly workerId: string;
  readonly becomes: Outcome['status'];
  readonly isCounted: boolean;
  readonly isDue: boolean;
  readonly events: readonly string[];
  readonly tasks: readonly NewTask[];
  /** The version of the state that it read, if it writes it. */
  readonly stateVersion: number | undefined;
  /** The database will refuse what it writes. */
  readonly isRefused: boolean;
}

export type EndAnswer = 'committed' | 'fenced' | 'state_conflict' | 'error';

/**
 * The ledger in a few lines: what each task is, who may end it, whose key and turn it is. Everything
 * happens at once and one after the other here; it is for the real one to look as if it did.
 */
export class LedgerModel {
  readonly tasks = new Map<string, ModelTask>();
  readonly keys = new Map<string, ModelKey>();
  /** Concurrency key to the task whose turn it is. */
  readonly turns = new Map<string, string>();
  /** Events that finishes have told. */
  readonly events = new Set<string>();
  stateVersion = 0;

  task(id: string): ModelTask {
    const task = this.tasks.get(id);
    if (task === undefined) throw new Error(`The model has no task ${id}.`);
    return task;
  }

  all(...statuses: TaskStatus[]): ModelTask[] {
    return [...this.tasks.values()].filter(({ status }) => statuses.includes(status));
  }

  /** Answers with the task that stands for it: itself, or the one that has its key. */
  insert(task: NewTask): string {
    const { id, key, keepKey } = task;
    const standing = key === undefined ? undefined : this.keys.get(key);
    if (standing !== undefined && standing.hold !== 'over') {
      const holder = this.task(standing.taskId);
      if ((task.onDuplicate ?? 'drop') === 'drop') return holder.id;
      if (holder.status === 'pending') return this.replace(holder, task);
    }
    if (key !== undefined)
      this.keys.set(key, { taskId: id, hold: keepKey === 'until-finished' ? 'alive' : 'kept' });
    this.tasks.set(id, {
      ...task,
      status: 'pending',
      attempt: 0,
      uncounted: 0,
      holder: null,
      isLeaseOver: false,
      isDue: task.delayMs === 0,
      isToStop: false,
      ends: 0,
    });
    return id;
  }

  /** What waits takes over what is newer; whoever has read it before may not end it any more. */
  private replace(holder: ModelTask, { type, payload, priority, delayMs }: NewTask): string {
    if (holder.type !== type) return holder.id;
    Object.assign(holder, { payload, priority, isDue: delayMs === 0 });
    holder.attempt += 1;
    holder.uncounted += 1;
    return holder.id;
  }

  /** Whether it may begin; keyed ones have to be claimed. */
  canRead(id: string): boolean {
    const task = this.task(id);
    return task.concurrencyKey === undefined && this.canBegin(task);
  }

  private canBegin(task: ModelTask): boolean {
    return (
      task.status === 'pending' &&
      task.isDue &&
      !task.isToStop &&
      task.attempt - task.uncounted < task.maxAttempts
    );
  }

  /** The most urgent and oldest of those that could begin under that key. */
  private firstOf(key: string): string | undefined {
    return [...this.tasks.values()]
      .filter((task) => task.concurrencyKey === key && this.canBegin(task))
      .toSorted((one, other) => one.priority - other.priority || (one.id < other.id ? -1 : 1))[0]?.id;
  }

  /** Whether it was claimed. */
  claim(id: string, workerId: string): boolean {
    const task = this.task(id);
    const isLeft = task.status === 'in_progress' && task.isLeaseOver;
    const key = task.concurrencyKey;
    if (key !== undefined && (isLeft || this.firstOf(key) === id)) {
      if ((this.turns.get(key) ?? id) !== id) return false;
      this.turns.set(key, id);
    } else if (key !== undefined) return false;
    const mayGoOn = isLeft && !task.isToStop && task.attempt - task.uncounted < task.maxAttempts;
    if (!mayGoOn && !this.canBegin(task)) return false;
    this.run(task, task.attempt + 1, workerId);
    return true;
  }

  hold(id: string, attempt: number, workerId: string): boolean {
    const task = this.task(id);
    if (!this.holds({ id, attempt, workerId }) || task.isToStop) return false;
    this.run(task, attempt, workerId);
    return true;
  }

  private run(task: ModelTask, attempt: number, holder: string): void {
    Object.assign(task, { status: 'in_progress', attempt, holder, isLeaseOver: false });
  }

  /** It has got further than those before it, which are not held against it any more. */
  getOn(id: string, attempt: number, workerId: string): void {
    const task = this.task(id);
    if (task.status === 'in_progress' && this.holds({ id, attempt, workerId }))
      task.uncounted = Math.max(task.uncounted, attempt - 1);
  }

  /** The fence: it was written down for this worker, or nobody has begun another one since it was read. */
  holds({ id, attempt, workerId }: Pick<ModelEnd, 'id' | 'attempt' | 'workerId'>): boolean {
    const task = this.task(id);
    return task.status === 'in_progress'
      ? task.attempt === attempt && task.holder === workerId
      : task.status === 'pending' && task.attempt === attempt - 1;
  }

  /** A batch is kept whole or, where that cannot be, each by itself. */
  finish(ends: readonly ModelEnd[]): EndAnswer[] {
    const fitting = this.misfit(ends) === undefined;
    return fitting ? this.commit(ends) : ends.flatMap((end) => this.commit([end]));
  }

  private misfit(ends: readonly ModelEnd[]): 'state_conflict' | 'error' | undefined {
    const held = ends.filter((end) => this.holds(end));
    const writers = held.filter(({ stateVersion }) => stateVersion !== undefined);
    if (writers.length > 1 || writers.some(({ stateVersion }) => stateVersion !== this.stateVersion))
      return 'state_conflict';
    return held.some(({ isRefused }) => isRefused) ? 'error' : undefined;
  }

  private commit(ends: readonly ModelEnd[]): EndAnswer[] {
    const answers = ends.map((end) => {
      if (!this.holds(end)) return 'fenced';
      return this.misfit(ends) ?? 'committed';
    });
    const kept = ends.filter((_, index) => answers[index] === 'committed');
    for (const end of kept) this.end(end);
    for (const end of kept) for (const task of end.tasks) this.insert(task);
    return answers;
  }

  private end(end: ModelEnd): void {
    const task = this.task(end.id);
    task.attempt = end.attempt;
    if (end.becomes === 'pending' && !end.isCounted) task.uncounted += 1;
    task.isDue = end.isDue;
    this.leave(task, end.becomes === 'pending' && task.isToStop ? 'cancelled' : end.becomes);
    for (const event of end.events) this.events.add(event);
    if (end.stateVersion !== undefined) this.stateVersion += 1;
  }

  /** It does not run any more; the turn is the next one's. */
  private leave(task: ModelTask, status: TaskStatus): void {
    Object.assign(task, { status, holder: null, isLeaseOver: false });
    for (const [key, turn] of this.turns) if (turn === task.id) this.turns.delete(key);
    if (!isFinished(status)) return;
    task.ends += 1;
    for (const [key, { taskId, hold }] of this.keys)
      if (taskId === task.id && hold === 'alive') this.keys.delete(key);
  }

  /** Those of the attempts that still run under this lease. */
  isRunning(id: string, attempt: number): boolean {
    const task = this.task(id);
    return task.status === 'in_progress' && task.attempt === attempt;
  }

  renew(id: string): void {
    this.task(id).isLeaseOver = false;
  }

  handBack(id: string): void {
    const task = this.task(id);
    task.uncounted += 1;
    task.isDue = true;
    this.leave(task, task.isToStop ? 'cancelled' : 'pending');
  }

  /** Answers with the tasks whose leases ended. */
  release(): string[] {
    const stalled = this.all('in_progress').filter(({ isLeaseOver }) => isLeaseOver);
    for (const task of stalled) {
      const isSpent = task.attempt - task.uncounted >= task.maxAttempts;
      task.isDue = true;
      if (task.isToStop) this.leave(task, 'cancelled');
      else this.leave(task, isSpent ? 'failed' : 'pending');
    }
    return stalled.map(({ id }) => id);
  }

  /** Whether there was something to stop. */
  cancel(id: string): boolean {
    const task = this.task(id);
    if (isFinished(task.status)) return false;
    task.isToStop = true;
    if (task.status === 'pending') this.leave(task, 'cancelled');
    return true;
  }

  /** Whether it begins anew. */
  retry(id: string): 'moved' | 'refused' | 'held' {
    const task = this.task(id);
    if (task.status !== 'failed' && task.status !== 'cancelled') return 'refused';
    const standing = task.key === undefined ? undefined : this.keys.get(task.key);
    if (standing !== undefined && standing.hold !== 'over' && standing.taskId !== id) return 'held';
    if (task.key !== undefined && standing?.hold !== 'kept')
      this.keys.set(task.key, { taskId: id, hold: 'alive' });
    Object.assign(task, { status: 'pending', uncounted: task.attempt, isDue: true, isToStop: false });
    return 'moved';
  }

  /** Everything that waits for a time has waited long enough. */
  passTime(): void {
    for (const task of this.all('pending')) task.isDue = true;
    for (const key of this.keys.values()) if (key.hold === 'kept') key.hold = 'over';
  }
}
