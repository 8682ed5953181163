/** The moments at which a schedule should fire. */
export interface Ticks {
  /** The first tick after that moment; undefined where there is none any more. */
  after(moment: Date): Date | undefined;
  /** The last tick that is not after that moment. */
  upTo(moment: Date): Date | undefined;
}
