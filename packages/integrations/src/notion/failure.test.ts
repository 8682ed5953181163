import { APIResponseError } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { VendorFailure } from '../call/vendor-failure.ts';
import { inTurn, json, startFaultyServer } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { toNotionFailure } from './failure.ts';
import { makeNotion } from './notion.ts';

const factsOf = (status: number, code: string) => {
  const thrown = Object.assign(Object.create(APIResponseError.prototype) as object, {
    code,
    request_id: 'r-1',
  });
  const failure = toNotionFailure(thrown, { status, headers: {} });
  return failure instanceof VendorFailure ? failure.facts : undefined;
};

describe('toNotionFailure', () => {
  it('keeps code and request, and nothing that could be text', () => {
    expect(factsOf(404, 'object_not_found')).toMatchObject({
      status: 404,
      vendorCode: 'object_not_found',
      requestId: 'r-1',
    });
    expect(factsOf(400, 'a sentence with a name')?.vendorCode).toBeUndefined();
  });

  it('takes a conflict for something that passes, and a slow page for something to ask less of', () => {
    expect(factsOf(409, 'conflict_error')).toMatchObject({ code: 'integration_unavailable' });
    expect(factsOf(504, 'gateway_timeout')).toMatchObject({ restMs: 10_000, isOfObject: true });
  });

  it('leaves a fault of our own alone', () => {
    const own = new TypeError('ours');
    expect(toNotionFailure(own, undefined)).toBe(own);
  });
});

describe('the client', () => {
  it('says which version it speaks, and tries nothing by itself', async () => {
    await using server = await startFaultyServer(
      inTurn(json({ object: 'error', code: 'rate_limited', message: 'x' }, 429, { 'retry-after': '9' })),
    );
    const { call } = makeTestCall();
    const notion = makeNotion({ accessToken: 'ntn_x', baseUrl: `${server.url}/notion/`, call });
    await errorOf(notion.getMe());
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      path: '/notion/v1/users/me',
      headers: { authorization: 'Bearer ntn_x', 'notion-version': '2026-03-11' },
    });
  });

  it('stops at a minute of more pages than a query gives', async () => {
    const row = {
      object: 'page',
      id: 'p',
      parent: { type: 'workspace', workspace: true },
      properties: {},
      created_time: '2026-03-01T10:05:00.000Z',
      last_edited_time: '2026-03-01T10:05:00.000Z',
    };
    const cut = {
      results: [row],
      next_cursor: null,
      has_more: false,
      request_status: { type: 'incomplete' },
    };
    await using server = await startFaultyServer(json(cut));
    const notion = makeNotion({ accessToken: 'ntn_x', baseUrl: server.url, call: makeTestCall().call });
    const first = await notion.queryDataSource({ dataSourceId: 'd', limit: 1 });
    const error = await errorOf(notion.queryDataSource({ dataSourceId: 'd', limit: 1, next: first.next }));
    expect(error).toMatchObject({ code: 'integration_rejected', retry: 'never' });
    expect(JSON.parse(server.requests[1]?.body ?? '{}')).toMatchObject({
      filter: { and: [{ created_time: { on_or_after: '2026-03-01T10:05:00.000Z' } }] },
    });
  });
});
