import type { HubSpotChange } from '../hubspot/change.ts';
import type { NotionChange } from '../notion/change.ts';
import type { StripeEvent } from '../stripe/records/event.ts';

/** How often each kind of thing happened since it was last taken. */
export interface Tally {
  readonly hubspot: (change: HubSpotChange) => void;
  readonly stripe: (event: StripeEvent) => void;
  readonly notion: (change: NotionChange) => void;
  take(): Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const isRenewal = ({ type, object }: StripeEvent): boolean =>
  type === 'invoice.created' && 'billing_reason' in object && object.billing_reason === 'subscription_cycle';

const makeCounts = () => new Map<string, number>();

const count = (of: Map<string, number>, kind: string): void => {
  of.set(kind, (of.get(kind) ?? 0) + 1);
};

export const makeTally = (): Tally => {
  const counts = { hubspot: makeCounts(), stripe: makeCounts(), notion: makeCounts() };
  return {
    hubspot: ({ subscriptionType }) => count(counts.hubspot, subscriptionType),
    stripe: (event) => {
      count(counts.stripe, event.type);
      // Stripe has no event of its own for what people look for first.
      if (isRenewal(event)) count(counts.stripe, 'renewal');
    },
    notion: ({ type }) => count(counts.notion, type),
    take: () => {
      const taken = Object.fromEntries(
        Object.entries(counts).map(([vendor, kinds]) => [vendor, Object.fromEntries(kinds)]),
      );
      for (const kinds of Object.values(counts)) kinds.clear();
      return taken;
    },
  };
};
