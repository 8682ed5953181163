import type { SourceSystem } from '../customers/customer-source.ts';

/** Stands for the credentials of the environment, which are no row of `connections`. */
export const NO_CONNECTION = '00000000-0000-0000-0000-000000000000';

/** Why an object is gone: `absent` is a listing that was whole and did not have it. */
export type DeleteReason = 'archived' | 'deleted' | 'absent' | 'merged' | 'privacy';

/** The objects of one type in one account. */
export interface RecordPlace {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly system: SourceSystem;
  readonly objectType: string;
}

/** One object as its vendor told it. */
export interface MirrorRow {
  readonly externalId: string;
  /** As JSON on one line. Written once by whoever read it, since it is hashed as well as stored. */
  readonly payload: string;
  readonly contentHash: string;
  /** The vendor's own version as Unix milliseconds, or when it was asked where it has none. */
  readonly version: number;
  readonly deleteReason: DeleteReason | null;
  /** When it was asked for, where rows that were asked for one after the other are written at once. */
  readonly observedAt?: Date | undefined;
}

/** An object that its vendor does not have any more. */
export interface GoneObject {
  readonly externalId: string;
  readonly reason: DeleteReason;
  /** The object that it lives on in. */
  readonly mergedInto?: string | undefined;
}
