import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { Limits } from '../limits/settings.ts';
import type { PostOffice } from '../webhooks/post-office.ts';
import type { Tally } from '../life/tally.ts';
import type { WorldLife } from '../life/world-life.ts';
import type { World } from '../world/make-world.ts';

/** What the control routes may see and turn. */
export interface ControlDeps {
  readonly world: World;
  readonly clock: MovableClock;
  readonly limits: Limits;
  readonly faults: FaultList;
  readonly books: Books;
  readonly postOffice: PostOffice;
  readonly life: WorldLife;
  readonly tally: Tally;
  readonly seed: number;
}
