import { setImmediate as nextTurn } from 'node:timers/promises';
import { bindStream, defineStream, type BoundStream } from '@sherpa/sync';

/** A contact as a HubSpot client gives it. */
interface Contact {
  readonly id: string;
  readonly [field: string]: unknown;
}

const EPOCH_MS = Date.UTC(2025, 0, 1);

/** About as large as a contact with everything that we ask for. */
const contactAt = (number: number): Contact => {
  const moment = new Date(EPOCH_MS + number * 1_000).toISOString();
  return {
    id: String(100_000 + number),
    email: `person.${number}@company-${number % 5_000}.example`,
    additionalEmails: number % 20 === 0 ? [`p${number}@home.example`] : [],
    firstName: `First${number % 997}`,
    lastName: `Last${number % 1_009}`,
    phone: `+49 30 ${1_000_000 + number}`,
    companyName: `Company ${number % 5_000} GmbH`,
    companyId: String(500_000 + (number % 5_000)),
    ownerId: String(number % 40),
    lifecycleStage: ['subscriber', 'lead', 'opportunity', 'customer'][number % 4],
    stripeCustomerId: number % 3 === 0 ? `cus_${number.toString(36).padStart(14, '0')}` : null,
    mergedIds: [],
    archived: false,
    createdAt: moment,
    modifiedAt: moment,
    custom: {
      plan: 'growth',
      region: 'emea',
      seats: String(number % 90),
      nps: String(number % 10),
      notes: null,
    },
  };
};

/** A vendor that is never the limit: it makes its contacts up as they are asked for. */
export const memoryContacts = (count: number): BoundStream =>
  bindStream(
    defineStream<null, Contact>({
      system: 'hubspot',
      name: 'contacts',
      objectType: 'contact',
      fingerprint: ['memory'],
      list: async (_none, { after, limit }) => {
        // As an answer over the network does, it lets others have their turn.
        await nextTurn();
        const from = Number(after ?? 0);
        const to = Math.min(count, from + limit);
        const rows = Array.from({ length: to - from }, (_, index) => contactAt(from + index));
        return { rows, next: to < count ? String(to) : undefined };
      },
      changes: { kind: 'modified', overlapMs: 0, list: async () => ({ rows: [] }) },
      get: async () => new Map(),
      factsOf: ({ id }) => ({ id, version: EPOCH_MS }),
      scopes: [],
      freshWithinMs: 86_400_000,
    }),
    null,
  );
