/** The error of a task that was cancelled before it ran, or while it waited. */
export const CANCELLED = JSON.stringify({
  code: 'task_cancelled',
  message: 'Cancelled before it ran.',
  details: {},
});
