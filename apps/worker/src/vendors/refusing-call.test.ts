import { IntegrationError } from '@sherpa/core';
import type { Call } from '@sherpa/integrations/call';
import { describe, expect, test } from 'vitest';
import { refusingCall } from './refusing-call.ts';

const request = { operation: 'contacts.list', idempotent: true, run: async () => 'rows' };

const failing = (status: number, code: IntegrationError['code']): Call => {
  const error = new IntegrationError('No.', { code, retry: 'never', details: { status } });
  return () => Promise.reject(error);
};

const makeCall = (call: Call) => {
  const told = { refusals: 0 };
  const ask = refusingCall(call, () => {
    told.refusals += 1;
  });
  return { told, ask };
};

describe('a call', () => {
  test('that succeeds is none of its business', async () => {
    const { told, ask } = makeCall((asked) => asked.run(new AbortController().signal));
    expect(await ask(request)).toBe('rows');
    expect(told.refusals).toBe(0);
  });

  test.each([401, 530])('that is refused with %i tells it and waits for other credentials', async (status) => {
    const { told, ask } = makeCall(failing(status, 'integration_unauthorized'));
    await expect(ask(request)).rejects.toMatchObject({
      code: 'integration_unauthorized',
      retry: { afterMs: 60_000, counted: false },
      details: { status },
    });
    expect(told.refusals).toBe(1);
  });

  test.each([
    [403, 'integration_unauthorized'],
    [400, 'integration_rejected'],
    [500, 'integration_unavailable'],
  ] as const)('that fails with %i says nothing about the credentials', async (status, code) => {
    const { told, ask } = makeCall(failing(status, code));
    await expect(ask(request)).rejects.toMatchObject({ code, retry: 'never' });
    expect(told.refusals).toBe(0);
  });
});
