import { AppError } from '@sherpa/core';
import type { Answer } from './reply.ts';

/** Thrown by a handler to answer with a vendor's own error. */
export class Refusal extends AppError {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('The sandbox refused a request.', {
      code: 'validation_failed',
      status: answer.status,
      retry: 'never',
    });
    this.answer = answer;
  }
}
