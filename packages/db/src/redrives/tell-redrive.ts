import { newId } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { Redrive } from './redrive.ts';

/** Redrives are the conductor's work; its events carry its name. */
const TELLER = 'conductor';

/** Appends the event that says what became of a redrive, with its numbers. */
export const tellRedrive = async (
  tx: Db,
  type: 'redrive.started' | 'redrive.stopped' | 'redrive.done',
  redrive: Redrive,
): Promise<void> => {
  const { filter, status, matched, redriven, skipped, completed, failedAgain } = redrive;
  const data = {
    redriveId: redrive.id,
    filter,
    status,
    matched,
    redriven,
    skipped,
    completed,
    failedAgain,
  };
  await tx
    .insertInto('agent_events')
    .values({ id: newId(), tenant_id: redrive.tenantId, agent: TELLER, type, data: JSON.stringify(data) })
    .execute();
};
