import type { Random } from '../random.ts';
import type { World } from '../world/make-world.ts';
import type { Memory } from './memory.ts';

/** What somebody does on an ordinary day. */
export interface Doing {
  readonly name: string;
  /** How often a day, for every thousand contacts. */
  readonly perThousand: number;
  /** Does it once; nothing where there is nothing to do it to. */
  run(scene: Scene): void;
}

/** Where it is done: the world as it is at that moment, chance of its own, and what is remembered. */
export interface Scene {
  readonly world: World;
  readonly random: Random;
  readonly memory: Memory;
}
