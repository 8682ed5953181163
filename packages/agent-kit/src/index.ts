export { BaseAgent, type AgentContext, type RunnableAgent } from './agent/base-agent.ts';
export type { Handler, Handlers } from './agent/handlers.ts';
export type { StateAccess } from './agent/state-access.ts';
export type { CurrentTask, SendOptions, TaskContext } from './agent/task-context.ts';
export { addJobs } from './enqueue/add-jobs.ts';
export { makeEnqueuer, type Enqueuer, type EnqueueRequest } from './enqueue/enqueuer.ts';
export { prepareTask } from './enqueue/prepare-task.ts';
export { startRunner, type Runner } from './engine/runner.ts';
export type { AttemptReport } from './engine/runner-deps.ts';
