/** Where a task can be. */
export const taskStatuses = [
  'pending',
  'in_progress',
  'waiting',
  'completed',
  'failed',
  'cancelled',
] as const;

export type TaskStatus = (typeof taskStatuses)[number];

/**
 * The legal moves of a task, as data; SQL checks the same in its `where`. A handed-back task goes
 * from `in_progress` to `pending`; a redriven one leaves `failed` or `cancelled` the same way. A task
 * that ends soon after it began was never written down as `in_progress`.
 */
const taskMoves: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  pending: ['in_progress', 'waiting', 'completed', 'failed', 'cancelled'],
  in_progress: ['pending', 'waiting', 'completed', 'failed', 'cancelled'],
  waiting: ['pending', 'failed', 'cancelled'],
  completed: [],
  failed: ['pending'],
  cancelled: ['pending'],
};

export const canMove = (from: TaskStatus, to: TaskStatus): boolean => taskMoves[from].includes(to);

/** The statuses from which `to` can be reached, for the `where` of the statement that moves there. */
export const statusesBefore = (to: TaskStatus): readonly TaskStatus[] =>
  taskStatuses.filter((from) => canMove(from, to));

/** True once a task needs no more work. */
export const isFinished = (status: TaskStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';
