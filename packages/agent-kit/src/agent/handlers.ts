import type { Contract, ResultOf, WorkName } from '@sherpa/core';
import type { TaskContext } from './task-context.ts';

/** Does one kind of work; what it returns is the task's result. Throwing fails the attempt. */
export type Handler<C extends Contract, N extends WorkName<C>> = (
  ctx: TaskContext<C, N>,
) => Promise<ResultOf<C, N>>;

/** A handler for everything the contract accepts: a missing one does not compile. */
export type Handlers<C extends Contract> = { readonly [N in WorkName<C>]: Handler<C, N> };
