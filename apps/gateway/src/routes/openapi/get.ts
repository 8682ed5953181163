import { routes, toOpenApi } from '@sherpa/api';
import { jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineHandler } from '../../http/handler.ts';

const documentSchema = z.record(z.string(), jsonSchema);

export const getOpenApi = () => {
  const document = documentSchema.parse(toOpenApi(routes, { title: 'Sherpa', version: '1' }));
  return defineHandler(routes.showOpenApi, async () => document);
};
