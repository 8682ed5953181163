import { defineContract } from '@sherpa/core';

export const successContract = defineContract({
  agent: 'success',
  description: 'The customer as a whole: who may leave, who renews, who goes.',
  concurrency: 10,
  tasks: {},
  messages: {},
  events: {},
  state: {},
  workflows: [],
});

export type SuccessContract = typeof successContract;
