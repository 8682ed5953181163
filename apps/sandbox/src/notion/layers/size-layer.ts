import type { Layer } from '../../http/route.ts';
import { errorAnswer } from '../errors.ts';

const MAX_BYTES = 500 * 1_024;

/** Refuses what is larger than Notion takes. */
export const sizeLayer: Layer = async (request, next) => {
  const bytes = Number(request.header('content-length') ?? 0);
  if (bytes <= MAX_BYTES) return next(request);
  return errorAnswer(
    'validation_error',
    `body failed validation: body size should be ≤ \`${MAX_BYTES}\` bytes, instead was \`${bytes}\`.`,
  );
};
