import { AgentError, type Contract, type ResultOf, type WorkName } from '@sherpa/core';
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
  /** The hooks of one task, in their order; answers with the task's result. */
  runTask(ctx: TaskContext): Promise<unknown>;
  onShutdown(ctx: AgentContext): Promise<void>;
}

/**
 * An agent: a contract, a handler for everything it accepts, and five hooks of which each has a
 * default: `onInitialize → loadState → processTask → saveState → onShutdown`. One instance works on
 * many tasks at the same time, so what belongs to a task belongs in its context.
 */
export abstract class BaseAgent<C extends Contract> implements RunnableAgent {
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

  runTask(ctx: TaskContext): Promise<unknown> {
    const own: unknown = ctx;
    if (!this.isOwn(own)) throw new AgentError('The task is of another contract.', { retry: 'never' });
    // A hook that nobody overrides is not waited for: a small task would spend more on that than on itself.
    const { loadState, saveState } = BaseAgent.prototype;
    return this.loadState === loadState && this.saveState === saveState
      ? this.processTask(own)
      : this.runHooks(own);
  }

  private async runHooks(ctx: TaskContext<C>): Promise<unknown> {
    await this.loadState(ctx);
    const result = await this.processTask(ctx);
    await this.saveState(ctx);
    return result;
  }

  /** The engine knows contracts only in general; the identity of this one gives its context back its type. */
  private isOwn(ctx: unknown): ctx is TaskContext<C> {
    return typeof ctx === 'object' && ctx !== null && 'contract' in ctx && ctx.contract === this.contract;
  }
}
