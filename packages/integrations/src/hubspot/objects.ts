import type { Call } from '../call/make-call.ts';
import type { HubSpotRecord } from './property-value.ts';
import type { HubSpotSdk } from './sdk.ts';

/** Lets the task that asks cancel what it asked. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Rows, and what to ask with for more; no `next` on the last page. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

/** One kind of object, as HubSpot knows it and as we do. */
export interface ObjectKind<T> {
  readonly objectType: string;
  readonly modifiedProperty: string;
  readonly properties: readonly string[];
  readonly fromRecord: (record: HubSpotRecord) => T;
}

/** What every request to HubSpot needs. */
export interface HubSpotDeps {
  readonly sdk: HubSpotSdk;
  readonly call: Call;
}
