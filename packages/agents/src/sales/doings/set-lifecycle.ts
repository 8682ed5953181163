import type { AskOptions, HubSpot } from '@sherpa/integrations/hubspot';
import { isMissing } from '../../is-missing.ts';

interface Move {
  readonly type: 'contacts' | 'companies';
  readonly id: string;
  readonly stage: string;
}

/**
 * Moves a record to a lifecycle stage; false where it is gone. HubSpot refuses a step backwards without a word,
 * unless the stage is cleared first. One that is there already is left alone.
 */
export const setLifecycle = async (
  hubspot: Pick<HubSpot, 'contacts' | 'companies'>,
  { type, id, stage }: Move,
  options: AskOptions,
): Promise<boolean> => {
  const access = hubspot[type];
  try {
    const found = await access.get(id, options);
    if (found === undefined) return false;
    if (found.lifecycleStage === stage) return true;
    await access.update(id, { lifecyclestage: '' }, options);
    await access.update(id, { lifecyclestage: stage }, options);
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
};
