import { AgentError, ConflictError, DatabaseError, IntegrationError, ValidationError } from '@sherpa/core';
import { describe, expect, test } from 'vitest';
import { errorToHttp } from './error-to-http.ts';

const problems = [{ field: 'limit', problem: 'too big' }];

describe('an error as an answer', () => {
  test('tells the caller what it did wrong', () => {
    expect(errorToHttp(new ValidationError('Bad.', { details: { problems } }))).toEqual({
      status: 400,
      error: { code: 'validation_failed', message: 'Bad.', problems },
      logged: false,
    });
  });

  test('carries none of the other details', () => {
    const { error } = errorToHttp(new ConflictError('No.', { details: { taskId: '1' } }));
    expect(error).toEqual({ code: 'conflict', message: 'No.' });
  });

  test.each([
    ['a thing that is no error', 'secret'],
    ['an error of the language', new TypeError('secret is undefined')],
    ['a refused statement', new DatabaseError('secret', { details: { table: 'secret' } })],
    ['a fault of an agent', new AgentError('secret')],
  ])('hides %s and logs it', (_what, thrown) => {
    const answer = errorToHttp(thrown);
    expect(answer).toMatchObject({ status: 500, logged: true });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('says that a part is away, and logs it too', () => {
    const away = new DatabaseError('Away.', { code: 'database_unavailable', status: 503 });
    expect(errorToHttp(away)).toMatchObject({ status: 503, error: { message: 'Away.' }, logged: true });
    expect(errorToHttp(new IntegrationError('Away.'))).toMatchObject({ status: 502, logged: true });
  });

  test('takes a broken escape in the path for the mistake of the caller', () => {
    expect(errorToHttp(new URIError('x'))).toMatchObject({ status: 400, logged: false });
  });
});
