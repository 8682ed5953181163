import type { GoneObject, MirrorRow, PoisonObject } from '@sherpa/db';
import type { Phase, Position } from './position.ts';

/** A place in a run. */
export interface Place {
  readonly phase: Phase;
  readonly position: Position;
}

/** What was read at a place: a page, or several that follow one another. */
export interface PageRead {
  readonly from: Place;
  readonly rows: readonly MirrorRow[];
  readonly gone: readonly GoneObject[];
  /** What is left out of it. */
  readonly poison: readonly PoisonObject[];
  readonly next: string | undefined;
  readonly observedAt: Date;
  /** Objects to be counted as read. */
  readonly counted: number;
  /** Pages that it is; one where absent. */
  readonly pages?: number | undefined;
  /** The slices that the listing turned out to have. */
  readonly slices?: readonly string[] | undefined;
  /** True where the vendor has forgotten changes since the run's beginning. */
  readonly isForgotten?: boolean;
}
