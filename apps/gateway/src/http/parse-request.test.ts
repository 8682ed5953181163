import { defineEndpoint, none } from '@sherpa/api';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRequest } from './parse-request.ts';

const endpoint = defineEndpoint({
  method: 'post',
  path: '/things/:id',
  summary: 'Does a thing.',
  request: {
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ limit: z.coerce.number<string>().max(10).default(5) }),
    body: z.strictObject({ name: z.string(), tags: z.array(z.string()).default([]) }),
  },
  response: z.null(),
  errors: [],
});

const id = '01919191-9191-7191-8191-919191919191';

describe('a request', () => {
  test('is parsed with its defaults', () => {
    expect(parseRequest(endpoint, { params: { id }, query: {}, body: { name: 'a' } })).toEqual({
      params: { id },
      query: { limit: 5 },
      body: { name: 'a', tags: [] },
    });
  });

  test('that does not fit is told all that is wrong with it, by field', () => {
    const parse = () =>
      parseRequest(endpoint, { params: { id: 'x' }, query: { limit: '11' }, body: { tags: ['a', 3] } });
    expect(parse).toThrow(
      expect.objectContaining({
        details: {
          problems: [
            { field: 'id', problem: 'is not an id such as 019acc7e-2b1f-7d04-8c55-6f0d3a9be124' },
            { field: 'limit', problem: expect.stringContaining('10') },
            { field: 'name', problem: 'is missing' },
            { field: 'tags.1', problem: 'is not a text' },
          ],
        },
      }),
    );
  });

  test('without a body is told so', () => {
    expect(() => parseRequest(endpoint, { params: { id }, query: {}, body: undefined })).toThrow(
      expect.objectContaining({ details: { problems: [{ field: 'body', problem: expect.any(String) }] } }),
    );
  });

  test('may carry parts that its endpoint does not have', () => {
    const bare = { ...endpoint, request: { params: none, query: none, body: none } };
    const raw = { params: {}, query: { utm: 'x' }, body: [1] };
    expect(parseRequest(bare, raw)).toEqual({ params: {}, query: {}, body: {} });
  });
});
