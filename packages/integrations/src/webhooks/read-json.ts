import { jsonSchema, type Json } from '@sherpa/core';

/** The body as JSON, or undefined if it is none. */
export const readJson = (body: Buffer): Json | undefined => {
  try {
    return jsonSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
};
