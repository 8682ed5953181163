import { AppError } from '@sherpa/core';
import type { AskOptions, HubSpot, PropertyValues } from '@sherpa/integrations/hubspot';
import { isMissing } from '../../is-missing.ts';

type Access = Pick<HubSpot['contacts'], 'update' | 'updateMany'>;

interface Update {
  readonly id: string;
  readonly properties: PropertyValues;
}

const isRefused = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.code === 'integration_rejected' || isMissing(thrown));

/**
 * Sets values of many records and answers with how many there were. One that is gone spoils its batch at HubSpot, so
 * then each is written by itself and those that are gone are left out.
 */
export const patchObjects = async (
  access: Access,
  updates: readonly Update[],
  options: AskOptions,
): Promise<number> => {
  try {
    await access.updateMany(updates, options);
    return updates.length;
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown;
  }
  let patched = 0;
  for (const { id, properties } of updates) {
    try {
      await access.update(id, properties, options);
      patched += 1;
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
    }
  }
  return patched;
};
