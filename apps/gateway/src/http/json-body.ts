import { ValidationError, type AppError } from '@sherpa/core';
import express, { type RequestHandler } from 'express';
import { z } from 'zod';

/** Room for a bulk request of 1,000 tasks of 4 KiB each. */
const LIMIT_BYTES = 4 * 1024 * 1024;

const parserErrorSchema = z.object({ type: z.string(), status: z.int().min(400).max(499) });

const toOurs = (thrown: unknown): AppError | undefined => {
  const parsed = parserErrorSchema.safeParse(thrown);
  if (!parsed.success) return undefined;
  const { type, status } = parsed.data;
  const options = { status, cause: thrown };
  switch (type) {
    case 'entity.too.large':
      return new ValidationError('The body is larger than this gateway takes.', {
        ...options,
        details: { problems: [{ field: 'body', problem: `larger than ${String(LIMIT_BYTES)} bytes` }] },
      });
    case 'entity.parse.failed':
      return new ValidationError('The body is not well-formed JSON.', {
        ...options,
        details: { problems: [{ field: 'body', problem: 'not well-formed JSON' }] },
      });
    default:
      return new ValidationError('The body cannot be read.', options);
  }
};

/** Reads JSON bodies, whatever content type they claim: this gateway takes nothing else. */
export const readJsonBody = (): RequestHandler => {
  const read = express.json({ limit: LIMIT_BYTES, strict: false, type: () => true });
  return (req, res, next) => {
    read(req, res, (thrown?: unknown) => {
      next(thrown === undefined ? undefined : (toOurs(thrown) ?? thrown));
    });
  };
};
