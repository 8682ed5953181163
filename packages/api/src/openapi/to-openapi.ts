import type { ErrorCode } from '@sherpa/core';
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { errorsOf, errorStatus } from '../errors/error-status.ts';
import { collectSchemas, refTo, type OperationSchemas } from './components.ts';

/** What the document says about itself. */
export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
}

type JsonDocument = Record<string, unknown>;

const parametersIn = (place: 'path' | 'query', schema: z.ZodObject): JsonDocument[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: member,
  }));
};

const errorResponses = (codes: readonly ErrorCode[]): JsonDocument => {
  const byStatus = Map.groupBy(codes, (code) => errorStatus[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      { description: same.join(', '), content: { 'application/json': { schema: refTo('Error') } } },
    ]),
  );
};

const toOperation = (operationId: string, endpoint: Endpoint, schemas: OperationSchemas): JsonDocument => {
  const { params, query } = endpoint.request;
  const success = { schema: refTo(schemas.response) };
  return {
    operationId,
    summary: endpoint.summary,
    parameters: [...parametersIn('path', params), ...parametersIn('query', query)],
    ...(schemas.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: refTo(schemas.body) } } },
        }),
    responses: {
      [String(endpoint.status ?? 200)]: {
        description: 'Success.',
        content: { [endpoint.contentType ?? 'application/json']: success },
      },
      ...errorResponses(errorsOf(endpoint)),
    },
    ...(endpoint.open === true ? { security: [] } : {}),
  };
};

const toPath = (path: string): string => path.replaceAll(/:(\w+)/gu, '{$1}');

/** The route table as an OpenAPI 3.1 document. */
export const toOpenApi = (routes: Readonly<Record<string, Endpoint>>, info: OpenApiInfo): JsonDocument => {
  const { schemas, operations } = collectSchemas(routes);
  const paths: Record<string, JsonDocument> = {};
  for (const [name, endpoint] of Object.entries(routes)) {
    const names = operations.get(name);
    if (names === undefined) continue;
    const path = toPath(endpoint.path);
    paths[path] = { ...paths[path], [endpoint.method]: toOperation(name, endpoint, names) };
  }
  return {
    openapi: '3.1.0',
    info,
    security: [{ bearer: [] }, { apiKey: [] }, { basic: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        basic: { type: 'http', scheme: 'basic', description: 'Any user; the key is the password.' },
      },
    },
  };
};
