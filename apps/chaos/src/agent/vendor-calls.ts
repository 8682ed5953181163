import { IntegrationError } from '@sherpa/core';
import { z } from 'zod';
import { HUBSPOT_TOKEN, KEY_PROPERTY, STRIPE_KEY } from '../ground/sandbox-ground.ts';

/** The few calls the load makes. Plain HTTP, so that nothing between here and the books tries again by itself. */
export interface VendorCalls {
  createCustomer(key: string, taskId: string, signal: AbortSignal): Promise<string>;
  upsertTask(key: string, signal: AbortSignal): Promise<string>;
  findTask(key: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Shorter than a lease, so that an answer that never comes costs a slot and no more. */
const ANSWER_WITHIN_MS = 3_000;

const withId = z.object({ id: z.string() });
const withResults = z.object({ results: z.array(withId) });

const send = async (url: string, init: RequestInit, signal: AbortSignal): Promise<unknown> => {
  try {
    const answer = await fetch(url, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    if (answer.ok) return await answer.json();
    throw new IntegrationError('The vendor refused.', { details: { status: answer.status } });
  } catch (err) {
    if (err instanceof IntegrationError) throw err;
    throw new IntegrationError('The vendor did not answer.', { cause: err });
  }
};

/** Calls the sandbox at this URL. */
export const makeVendorCalls = (url: string): VendorCalls => {
  const hubspot = (path: string, body: object, signal: AbortSignal): Promise<unknown> =>
    send(
      `${url}/crm/v3/objects/tasks/batch/${path}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${HUBSPOT_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      signal,
    );
  return {
    createCustomer: async (key, taskId, signal) => {
      const headers = { authorization: `Bearer ${STRIPE_KEY}`, 'idempotency-key': key };
      const body = new URLSearchParams({ 'metadata[chaos_task]': taskId });
      return withId.parse(await send(`${url}/v1/customers`, { method: 'POST', headers, body }, signal)).id;
    },
    upsertTask: async (key, signal) => {
      const properties = { hs_task_subject: 'Call back', hs_timestamp: '2026-01-01T00:00:00Z' };
      const input = { id: key, idProperty: KEY_PROPERTY, properties: { ...properties, [KEY_PROPERTY]: key } };
      const { results } = withResults.parse(await hubspot('upsert', { inputs: [input] }, signal));
      const [first] = results;
      if (first === undefined) throw new IntegrationError('The vendor answered with nothing.');
      return first.id;
    },
    findTask: async (key, signal) => {
      const body = { idProperty: KEY_PROPERTY, properties: [], inputs: [{ id: key }] };
      return withResults.parse(await hubspot('read', body, signal)).results[0]?.id;
    },
  };
};
