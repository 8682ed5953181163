import { defineContract } from '@sherpa/core';
import { z } from 'zod';

/** An agent that exists in the gateway's tests only. */
export const greeter = defineContract({
  agent: 'greeter',
  description: 'Greets guests.',
  tasks: {
    'guest.greet': {
      description: 'Greets one guest.',
      payload: z.strictObject({ name: z.string().min(1), loud: z.boolean().default(false) }),
      result: z.strictObject({ said: z.string() }),
      priority: 7,
    },
  },
  messages: { 'guest.left': { description: 'A guest has left.', payload: z.object({ name: z.string() }) } },
  events: { 'guest.greeted': z.object({ name: z.string() }) },
  state: {},
});
