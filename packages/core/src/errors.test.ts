import { describe, expect, test } from 'vitest';
import {
  AgentError,
  AppError,
  DatabaseError,
  IntegrationError,
  NotFoundError,
  toAppError,
  UnauthorizedError,
  ValidationError,
} from './errors.ts';

describe('the error tree', () => {
  test('every error of the seed is an AppError with its status', () => {
    const statuses = [
      ValidationError,
      NotFoundError,
      UnauthorizedError,
      IntegrationError,
      DatabaseError,
      AgentError,
    ].map((Kind) => {
      const error = new Kind('x');
      expect(error).toBeInstanceOf(AppError);
      expect(error.name).toBe(Kind.name);
      return error.status;
    });
    expect(statuses).toEqual([400, 404, 401, 502, 500, 500]);
  });

  test('what is thrown by others becomes internal, with itself as the cause and not as the message', () => {
    const thrown = new Error('mail a@b.test');
    const error = toAppError(thrown);
    expect(error).toMatchObject({ code: 'internal', status: 500, retry: 'backoff', cause: thrown });
    expect(error.message).not.toContain('a@b.test');
  });

  test('an AppError stays as it is', () => {
    const error = new NotFoundError('x');
    expect(toAppError(error)).toBe(error);
  });
});
