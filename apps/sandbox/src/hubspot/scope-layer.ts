import type { Layer, VendorRequest } from '../http/route.ts';
import type { Access } from './access.ts';
import { errorAnswer } from './errors.ts';
import { findObjectType, type ObjectType } from './object-types.ts';

const READING_POSTS = /\/(?:search|batch\/read)$/u;

/** Every object type that a path names: two of them where records are linked. */
const typesNamed = (path: string): readonly ObjectType[] => {
  const parts = path.split('/');
  const isCrm = ['objects', 'properties', 'pipelines', 'associations'].includes(parts[3] ?? '');
  return isCrm ? parts.slice(4).flatMap((part) => findObjectType(part) ?? []) : [];
};

const scopeOf = (type: ObjectType, request: VendorRequest): string => {
  const isRead = request.method === 'GET' || READING_POSTS.test(request.path);
  return `crm.objects.${type.name}.${isRead ? 'read' : 'write'}`;
};

/** Refuses what the app was granted no scope for, and says which one it would take. */
export const makeScopeLayer =
  ({ access }: { readonly access: Access }): Layer =>
  async (request, next) => {
    if (access.forbidden.size === 0) return next(request);
    const missing = typesNamed(request.path).filter((type) => access.forbidden.has(type.name));
    if (missing.length === 0) return next(request);
    return errorAnswer(
      403,
      'MISSING_SCOPES',
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
      {
        errors: [
          {
            message: 'One or more of the following scopes are required.',
            context: { requiredGranularScopes: missing.map((type) => scopeOf(type, request)) },
          },
        ],
        links: { scopes: 'https://developers.hubspot.com/scopes' },
      },
    );
  };
