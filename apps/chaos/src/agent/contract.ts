import { defineContract } from '@sherpa/core';
import { z } from 'zod';

/**
 * What must succeed some time is tried for as long as it takes: a failed task of these is a finding, not
 * bad luck. 200 attempts outlast any run; the rests are short because the runs are.
 */
const stubborn = { attempts: 200, delayMs: 200, maxDelayMs: 2_000 };

export const counters = ['counter.a', 'counter.b', 'counter.c', 'counter.d', 'counter.e'] as const;

const done = z.object({ done: z.literal(true) });
const none = z.strictObject({});
const counter = z.int().min(0);

/** An agent that does a bit of everything that can go wrong twice. */
export const chaosContract = defineContract({
  agent: 'chaos',
  description: 'The load of the chaos run.',
  tasks: {
    'work.plain': { description: 'Does nothing.', retry: stubborn, payload: none, result: done },
    'work.slow': {
      description: 'Takes its time, so that there is somebody to kill.',
      retry: stubborn,
      payload: z.strictObject({ forMs: z.int() }),
      result: done,
    },
    'work.flaky': {
      description: 'Fails every other time.',
      retry: { attempts: 4, delayMs: 200, maxDelayMs: 1_000 },
      payload: none,
      result: done,
    },
    'work.doomed': { description: 'Fails for good.', payload: none, result: done },
    'work.count': {
      description: 'Adds one to a counter in the state.',
      retry: stubborn,
      payload: z.strictObject({ counter: z.enum(counters) }),
      result: z.object({ was: counter }),
    },
    'work.steps': {
      description: 'Does three steps, each of which leaves a row.',
      retry: stubborn,
      payload: none,
      result: z.object({ runs: z.array(z.string()) }),
    },
    'work.effects': {
      description: 'Makes a customer at Stripe and a task at HubSpot.',
      retry: stubborn,
      payload: none,
      result: z.object({ customerId: z.string(), hubspotTaskId: z.string() }),
    },
    'work.parent': {
      description: 'Tells one message, gives two tasks, records one event.',
      retry: stubborn,
      payload: none,
      result: done,
    },
    'work.child': { description: 'What a parent gives.', retry: stubborn, payload: none, result: done },
  },
  messages: {
    'child.told': { description: 'What a parent tells.', retry: stubborn, payload: none },
  },
  events: { 'parent.done': z.object({}) },
  state: {
    'counter.a': counter,
    'counter.b': counter,
    'counter.c': counter,
    'counter.d': counter,
    'counter.e': counter,
  },
});

export type ChaosContract = typeof chaosContract;
