import { describe, expect, test } from 'vitest';
import { none, routes, toOpenApi, type Endpoint } from '../index.ts';

const document = toOpenApi(routes, { title: 'Sherpa', version: '1.2.3' });
const endpoints: readonly [string, Endpoint][] = Object.entries(routes);

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === '$ref' ? [String(member)] : refsIn(member),
  );
};

describe('the route table', () => {
  test('has each method and path once', () => {
    const addresses = endpoints.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test.each(endpoints)('declares the path parameters of %s', (_name, { path, request }) => {
    const inPath = [...path.matchAll(/:(\w+)/gu)].map(([, name]) => name);
    expect(Object.keys(request.params.shape)).toEqual(inPath);
  });

  test('reads no body with GET', () => {
    const reading = endpoints.filter(([, { method, request }]) => method === 'get' && request.body !== none);
    expect(reading).toEqual([]);
  });

  test('is open for health only', () => {
    const open = endpoints.filter(([, endpoint]) => endpoint.open).map(([, { path }]) => path);
    expect(open).toEqual(['/health/live', '/health/ready']);
  });
});

describe('the OpenAPI document', () => {
  test('has every endpoint with its errors', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Sherpa', version: '1.2.3' } });
    const paths = document['paths'] as Record<string, Record<string, { responses: object }>>;
    expect(Object.values(paths).flatMap((methods) => Object.keys(methods))).toHaveLength(endpoints.length);
    expect(Object.keys(paths['/api/tasks/{id}/retry']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '404', '409', '500', '503']),
    );
  });

  test('refers to nothing that it does not hold', () => {
    const { schemas } = document['components'] as { schemas: Record<string, unknown> };
    const held = Object.keys(schemas).map((name) => `#/components/schemas/${name}`);
    expect(held).toEqual(expect.arrayContaining([...new Set(refsIn(document))]));
  });

  test('says which query members are optional and what they default to', () => {
    expect(document).toMatchObject({
      paths: {
        '/api/tasks': {
          get: {
            parameters: expect.arrayContaining([
              {
                name: 'limit',
                in: 'query',
                required: false,
                schema: expect.objectContaining({ default: 50 }),
              },
            ]),
          },
        },
      },
    });
  });
});
