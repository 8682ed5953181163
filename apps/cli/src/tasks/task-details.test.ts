import type { Task } from '@sherpa/api';
import { describe, expect, test } from 'vitest';
import { toTaskDetails } from './task-details.ts';

const at = '2026-01-01T00:00:00.000Z';
const now = new Date('2026-01-01T00:01:00.000Z');
const id = '019b0000-0000-7000-8000-000000000000';

const task: Task = {
  id,
  agent: 'billing',
  type: 'invoice.refund',
  status: 'in_progress',
  attempt: 2,
  maxAttempts: 5,
  priority: 100,
  key: null,
  progress: null,
  error: null,
  messageId: null,
  causedBy: null,
  origin: 'api',
  workerId: null,
  cancelRequestedAt: null,
  createdAt: at,
  runAt: at,
  startedAt: at,
  finishedAt: null,
  payload: {},
  result: null,
  waitingFor: null,
  attempts: [],
  steps: [],
  effects: [],
};

const effect: Task['effects'][number] = {
  name: 'refund',
  vendor: 'stripe',
  key: 'sherpa:1:refund',
  status: 'performed',
  intent: {},
  outcome: {},
  error: null,
  attempt: 1,
  intendedAt: at,
  finishedAt: at,
};

const lines = (over: Partial<Task>): string => toTaskDetails({ ...task, ...over }, now).join('\n');

describe('what went wrong before', () => {
  const failed = (attempt: number): Task['attempts'][number] => ({
    attempt,
    outcome: 'retried',
    error: { code: 'internal', message: 'No.', details: {} },
    fingerprint: 'f00d',
    workerId: null,
    startedAt: at,
    endedAt: at,
  });

  test('numbers every start, and says what became of those without an error', () => {
    const text = lines({ status: 'pending', attempt: 3, attempts: [failed(1), failed(2), failed(4)] });
    expect(text).toMatch(/^starts +1: retried/mu);
    expect(text).toMatch(/^ +3 was no try: it waited .* a newer request/mu);
    expect(lines({ attempts: [failed(1)] })).not.toContain('no try');
    expect(lines({ attempts: [failed(1), failed(4)] })).toMatch(/^ +2, 3 were no tries: it waited/mu);
    expect(lines({ status: 'pending', attempt: 3 })).toMatch(/^status +pending, 3 of 5 tries$/mu);
    expect(lines({ attempt: 1, maxAttempts: 1 })).toContain('in_progress, 1 of 1 try');
  });

  test('is no kind of failure any more once the task is completed', () => {
    expect(lines({ status: 'failed', attempts: [failed(1)] })).toContain('f00d');
    expect(lines({ status: 'completed', attempts: [failed(1)] })).not.toContain('f00d');
  });
});

describe('what a task has done for good', () => {
  test('is not mentioned where there is nothing', () => {
    expect(lines({})).not.toMatch(/steps|effects/u);
  });

  test('names the steps that are not done again', () => {
    const steps = [{ name: 'receivable', result: 7, attempt: 1, doneAt: at }];
    expect(lines({ steps })).toMatch(/^steps +receivable, done .* at start 1$/mu);
  });

  test('tells of a write whose answer was lost that nobody knows whether it landed', () => {
    const lost: Task['effects'] = [{ ...effect, status: 'intended', finishedAt: null }];
    expect(lines({ effects: lost })).toMatch(/^effects +stripe refund: begun, its outcome is not known/mu);
    expect(lines({ effects: [effect] })).toMatch(/stripe refund: performed .* \(key sherpa:1:refund\)$/mu);
  });

  test('tells why a vendor refused', () => {
    const error = { code: 'integration_rejected', message: 'Stripe refused.', details: {} };
    const refused: Task['effects'] = [{ ...effect, status: 'failed', error }];
    expect(lines({ effects: refused })).toContain('failed');
    expect(lines({ effects: refused })).toContain('integration_rejected: Stripe refused.');
  });
});
