import { z } from 'zod';
import { fact } from '../../../facts/fact.ts';
import { factsOfPayload } from '../../../facts/reading.ts';
import { momentText } from '../../../moment-text.ts';
import { salesContract } from '../../contract.ts';

const payload = z.object({
  id: z.string(),
  mergedIds: z.array(z.string()),
  archived: z.boolean(),
  createdAt: momentText,
  modifiedAt: momentText,
});

/** A contact that is older than that when it changes is no lead any more, but for a fleet that stood still. */
const NEW_FOR_MS = 7 * 86_400_000;

/** A contact that is new; one that others were merged into is not. */
export const leadFacts = factsOfPayload(payload, ({ id, mergedIds, archived, createdAt, modifiedAt }) => {
  if (archived || mergedIds.length > 0 || createdAt === null) return [];
  if ((modifiedAt ?? createdAt).getTime() - createdAt.getTime() > NEW_FOR_MS) return [];
  const key = `lead:${id}`;
  return [
    fact(salesContract, 'lead.new', { contactId: id }, { key, concurrencyKey: key, occurredAt: createdAt }),
  ];
});
