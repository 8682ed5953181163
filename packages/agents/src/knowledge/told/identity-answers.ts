import { fact } from '../../facts/fact.ts';
import { factsOfPayload } from '../../facts/reading.ts';
import { insightsContract } from '../../insights/contract.ts';
import { textIn } from '../../text-in.ts';
import { pagePayload } from '../page-payload.ts';

/** The column with our key, by which a page is of a matter. */
const KEY = 'Sherpa Key';
const PREFIX = 'identity-review:';

/** A page of an open question of who is who, into which somebody has written an answer. */
export const identityAnswers = factsOfPayload(pagePayload, ({ id, properties, editedAt }, record) => {
  const text = (name: string): string => textIn(properties, name);
  if (!text(KEY).startsWith(PREFIX) || text('Status') === 'Done' || text('Outcome') === '') return [];
  const key = text(KEY).slice(PREFIX.length);
  return [
    fact(
      insightsContract,
      'identity.answered',
      { connectionId: record.connectionId, pageId: id, key },
      {
        key: `identity-answer:${id}:${record.contentHash}`,
        concurrencyKey: `identity:${key}`,
        occurredAt: editedAt,
        isOpen: true,
      },
    ),
  ];
});
