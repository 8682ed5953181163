import type { HubSpotChange } from '../hubspot/change.ts';
import type { NotionChange } from '../notion/change.ts';
import type { StripeEvent } from '../stripe/records/event.ts';

/** One thing that a vendor has to tell, with what makes it recognisable. */
export type News =
  | { readonly vendor: 'hubspot'; readonly id: number; readonly change: HubSpotChange }
  | { readonly vendor: 'stripe'; readonly event: StripeEvent }
  | {
      readonly vendor: 'notion';
      readonly id: string;
      readonly change: NotionChange;
      /** When it was told, by real time, as it signs by real time: whoever is told compares it with its own clock. */
      readonly toldAtMs: number;
    };

/** A request to be made to a target: news, or Notion's first one. */
export interface Delivery {
  readonly at: number;
  readonly targetId: number;
  /** Empty for a handshake. */
  readonly news: readonly News[];
  /** Counts from zero. */
  readonly attempt: number;
}
