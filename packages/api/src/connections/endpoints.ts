import { idSchema, vendors } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import {
  connectionChangeSchema,
  connectionCheckSchema,
  connectionSchema,
  keyRotationSchema,
  newConnectionSchema,
} from './connection.ts';

const oneConnection = z.strictObject({ id: idSchema });

export const listConnections = defineEndpoint({
  method: 'get',
  path: '/api/connections',
  summary: 'Lists connections to vendors, the newest first.',
  request: {
    query: z.strictObject({ vendor: z.enum(vendors).optional(), ...pageQuery }),
    params: none,
    body: none,
  },
  response: z.object({ connections: z.array(connectionSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showConnection = defineEndpoint({
  method: 'get',
  path: '/api/connections/:id',
  summary: 'Shows one connection; its secrets by their fingerprints.',
  request: { params: oneConnection, query: none, body: none },
  response: connectionSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const createConnection = defineEndpoint({
  method: 'post',
  path: '/api/connections',
  summary: 'Makes a connection with its credentials, which are kept encrypted and never shown again.',
  request: { body: newConnectionSchema, params: none, query: none },
  response: connectionSchema,
  errors: ['conflict', 'config_invalid', 'database_unavailable'],
});

export const changeConnection = defineEndpoint({
  method: 'patch',
  path: '/api/connections/:id',
  summary: 'Changes a connection: its name, settings, status or secrets.',
  request: { params: oneConnection, query: none, body: connectionChangeSchema },
  response: connectionSchema,
  errors: ['not_found', 'conflict', 'config_invalid', 'database_unavailable'],
});

export const deleteConnection = defineEndpoint({
  method: 'delete',
  path: '/api/connections/:id',
  summary: 'Removes a connection with its credentials, and answers with what it was.',
  request: { params: oneConnection, query: none, body: none },
  response: connectionSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const checkConnection = defineEndpoint({
  method: 'post',
  path: '/api/connections/:id/check',
  summary: 'Asks the vendor whose account the credentials open.',
  request: { params: oneConnection, query: none, body: none },
  response: connectionCheckSchema,
  errors: ['not_found', 'config_invalid', 'database_unavailable'],
});

export const rotateCredentialKeys = defineEndpoint({
  method: 'post',
  path: '/api/connections/rotate-keys',
  summary: 'Encrypts the credentials of all tenants with the current key.',
  request: { params: none, query: none, body: none },
  response: keyRotationSchema,
  errors: ['config_invalid', 'database_unavailable'],
});
