import { defineContract, idSchema } from '@sherpa/core';
import { z } from 'zod';

const refresher = (agent: string) =>
  defineContract({
    agent,
    description: 'Asks a vendor for objects.',
    tasks: {
      'objects.refresh': {
        description: 'Asks for objects as they are now.',
        payload: z.strictObject({
          connectionId: idSchema,
          objects: z
            .array(z.strictObject({ type: z.string(), id: z.string() }))
            .min(1)
            .max(1_000),
          reason: z.string(),
        }),
        result: z.null(),
      },
    },
    messages: {},
    events: {},
    state: {},
  });

/** The agents that webhooks go to, in the gateway's tests only. */
export const refreshers = ['sales', 'billing', 'knowledge'].map(refresher);
