import { DatabaseError, ValidationError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { describeError } from './describe-error.ts';

describe('describeError', () => {
  it('lists every problem under one line and ends with what to do', () => {
    const error = new ValidationError('The payload does not fit.', {
      details: {
        agent: 'sales',
        problems: [{ field: 'email', problem: 'is missing' }],
        advice: 'Try again.',
      },
    });
    expect(describeError(error)).toEqual([
      'The payload does not fit. (agent: sales)',
      '  email: is missing',
      'Try again.',
    ]);
  });

  it('says what stands behind a fault, and not behind a refusal', () => {
    const cause = new DatabaseError('Postgres does not answer.', { details: { port: 1 } });
    const fault = new DatabaseError('A migration failed.', { cause });
    expect(describeError(fault)).toEqual([
      'A migration failed.',
      '  because: DatabaseError database_failed: Postgres does not answer. (port: 1)',
    ]);
    expect(describeError(new ValidationError('No.', { cause }))).toEqual(['No.']);
  });

  it('shows the end of a log, and no stack of an error that is not ours', () => {
    const error = new ValidationError('It ended.', { details: { log: 'one\ntwo\n' } });
    expect(describeError(error)).toEqual(['It ended.', '  | one', '  | two']);
    expect(describeError(new TypeError('x is not a function'))).toEqual(['TypeError: x is not a function']);
  });
});
