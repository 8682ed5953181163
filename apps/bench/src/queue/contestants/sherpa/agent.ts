import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import type { OnTask } from '../../contestant.ts';

export const benchContract = defineContract({
  agent: 'bench',
  description: 'Does nothing, as fast as it can.',
  tasks: {
    'nothing.do': {
      description: 'Does nothing.',
      payload: z.object({ n: z.int() }),
      result: z.object({ ok: z.literal(true) }),
    },
  },
  messages: {},
  events: {},
  state: {},
});

type BenchContract = typeof benchContract;

class BenchAgent extends BaseAgent<BenchContract> {
  readonly contract = benchContract;
  protected readonly handlers: Handlers<BenchContract>;

  constructor(onTask: OnTask) {
    super();
    this.handlers = {
      'nothing.do': async (ctx) => {
        onTask(ctx.task.payload.n);
        return { ok: true };
      },
    };
  }
}

export const makeBenchAgent = (onTask: OnTask): BenchAgent => new BenchAgent(onTask);
