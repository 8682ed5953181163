import { hash } from 'node:crypto';
import type { GoneObject, MirrorRow } from '@sherpa/db';
import type { ObjectFacts } from './define-stream.ts';

/** An object as the mirror takes it. Its mappers write fields in one order, so equal objects hash alike. */
export const toRow = (object: unknown, { id, version, deleteReason }: ObjectFacts): MirrorRow => {
  const payload = JSON.stringify(object);
  return {
    externalId: id,
    payload,
    contentHash: hash('sha1', payload, 'base64url'),
    version,
    deleteReason: deleteReason ?? null,
  };
};

/** What an object has taken in: those are no objects of their own any more. */
export const mergedInto = ({ id, mergedIds = [] }: ObjectFacts): readonly GoneObject[] =>
  mergedIds
    .filter((merged) => merged !== id)
    .map((externalId) => ({ externalId, reason: 'merged', mergedInto: id }));
