import { idSchema, jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';

const MAX_NAME = 180;

/** Something that happened, for the tasks that wait for it. */
export const newSignalSchema = z.strictObject({
  name: z.string().min(1).max(MAX_NAME).describe('What tasks wait for it by.'),
  payload: jsonSchema.default(null).describe('What each of them is given.'),
});

/** A signal that was kept; also tasks that wait for it later get it, if they were there already. */
export const sentSignalSchema = z.object({
  id: idSchema,
  woken: z.int().describe('Tasks that waited for it.'),
});

export type NewSignal = z.input<typeof newSignalSchema>;
export type SentSignal = z.infer<typeof sentSignalSchema>;

export const sendSignal = defineEndpoint({
  method: 'post',
  path: '/api/signals',
  summary: 'Sends a signal to every task that waits for it, or will.',
  request: { body: newSignalSchema, params: none, query: none },
  response: sentSignalSchema,
  errors: ['database_unavailable'],
});
