import type { Json } from '@sherpa/core';

/** What a handler needs to do a thing once across attempts. */
interface Steps {
  step<T extends Json>(name: string, work: () => Promise<T> | T): Promise<T>;
  effect<T extends Json>(
    name: string,
    spec: {
      readonly vendor: 'stripe' | 'hubspot' | 'notion';
      readonly key?: string;
      readonly intent: Json;
      readonly perform: (key: string) => Promise<T>;
      readonly verify?: (key: string) => Promise<T | undefined>;
    },
  ): Promise<T>;
}

const hasSteps = (ctx: object): ctx is Steps => 'step' in ctx && 'effect' in ctx;

/** The engine's steps and effects. An engine without them does each anew at every attempt, under the same key. */
export const stepsOf = (ctx: { readonly task: { readonly id: string } }): Steps =>
  hasSteps(ctx)
    ? ctx
    : {
        step: async (_name, work) => work(),
        effect: async (name, { key = `${ctx.task.id}:${name}`, perform }) => perform(key),
      };
