import type { Contract, ResultOf, WorkName } from '@sherpa/core';
import type { Logger } from '@sherpa/telemetry';
import type { Handlers } from './handlers.ts';
import type { TaskContext } from './task-context.ts';

/** What an agent has outside any task. */
export interface AgentContext {
  readonly log: Logger;
}

/** What the engine needs of an agent, whatever its contract. */
export interface RunnableAgent {
  readonly contract: Contract;
  onInitialize(ctx: AgentContext): Promise<void>;
  loadState(ctx: TaskContext<Contract>): Promise<void>;
  processTask(ctx: TaskContext<Contract>): Promise<unknown>;
  saveState(ctx: TaskContext<Contract>): Promise<void>;
  onShutdown(ctx: AgentContext): Promise<void>;
}

/**
 * An agent: a contract, a handler for everything it accepts, and five hooks of which each has a
 * default. The hooks hold nothing of the engine; one instance works on many tasks at the same time,
 * so what belongs to a task belongs in its context.
 */
export abstract class BaseAgent<C extends Contract> {
  abstract readonly contract: C;
  protected abstract readonly handlers: Handlers<C>;

  /** Once per process, before the first task. Throwing keeps the process from starting. */
  async onInitialize(_ctx: AgentContext): Promise<void> {}

  /** Before each task. State is read on first use; override to read ahead or to refuse to start. */
  async loadState(_ctx: TaskContext<C>): Promise<void> {}

  /** Does the task. By default the contract's handler for its type does. */
  processTask<N extends WorkName<C>>(ctx: TaskContext<C, N>): Promise<ResultOf<C, N>> {
    return this.handlers[ctx.task.type](ctx);
  }

  /** After each task that succeeded, before it is recorded: the last chance for `ctx.state.set`. */
  async saveState(_ctx: TaskContext<C>): Promise<void> {}

  /** Once per process, after the last task. */
  async onShutdown(_ctx: AgentContext): Promise<void> {}
}
