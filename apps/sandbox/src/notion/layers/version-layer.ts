import type { Layer } from '../../http/route.ts';
import { findVersion } from '../api-version.ts';
import { errorAnswer } from '../errors.ts';

/** Refuses a request that does not say which version it speaks, or one that is not served here. */
export const versionLayer: Layer = async (request, next) => {
  const header = request.header('notion-version');
  if (header === undefined) {
    return errorAnswer(
      'missing_version',
      'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.',
    );
  }
  if (findVersion(header) !== undefined) return next(request);
  return errorAnswer(
    'validation_error',
    `Notion-Version header failed validation: Notion-Version header should be \`"2025-09-03"\` or \`"2026-03-11"\`, instead was \`"${header}"\`.`,
  );
};
