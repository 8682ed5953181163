import type { Random } from '../random.ts';
import { DAY_MS } from '../world/moments.ts';
import type { World } from '../world/make-world.ts';
import { contactDoings } from './contact-doings.ts';
import { dealDoings } from './deal-doings.ts';
import type { Doing } from './doing.ts';
import { makeMemory, type Memory } from './memory.ts';
import { stripeDoings } from './stripe-doings.ts';
import { ticketDoings } from './ticket-doings.ts';

/** What people do with the vendors' applications, day after day. */
export interface People {
  /** When somebody does something next. */
  nextAtMs(): number;
  /** Does what is due, one thing after the other. */
  runDue(nowMs: number): void;
}

export interface PeopleDeps {
  readonly world: World;
  readonly random: Random;
  readonly beginsMs: number;
}

const DOINGS: readonly Doing[] = [...contactDoings, ...dealDoings, ...ticketDoings, ...stripeDoings];

interface Planned {
  readonly atMs: number;
  readonly doing: Doing;
  readonly random: Random;
}

/** A whole number that is this on average. */
const drawCount = (random: Random, average: number): number => {
  const whole = Math.floor(average);
  return whole + Number(random.chance(average - whole));
};

/** What will be done on one day: as much as the size asks for, at moments of the day's own chance. */
const planDay = (random: Random, day: number, contacts: number): readonly Planned[] => {
  const own = random.fork(`day ${day}`);
  return DOINGS.flatMap((doing) => {
    const count = drawCount(own, (doing.perThousand * contacts) / 1_000);
    return Array.from({ length: count }, (_unused, index): Planned => ({
      atMs: day * DAY_MS + own.int(0, DAY_MS - 1),
      doing,
      random: own.fork(`${doing.name} ${index}`),
    }));
  }).toSorted((left, right) => left.atMs - right.atMs);
};

/** Nobody does anything before it begins. */
export const makePeople = ({ world, random, beginsMs }: PeopleDeps): People => {
  let memory: Memory | undefined;
  let day = Math.floor(beginsMs / DAY_MS);
  let planned: readonly Planned[] = [];
  let done = 0;
  const contacts = world.hubspot.stores.contacts.records.length;
  const startDay = (): void => {
    planned = planDay(random, day, contacts);
    done = planned.findIndex(({ atMs }) => atMs >= beginsMs);
    if (done === -1) done = planned.length;
  };
  startDay();
  return {
    nextAtMs: () => planned[done]?.atMs ?? (day + 1) * DAY_MS,
    runDue: (nowMs) => {
      // Looked for when first needed: worlds in which nobody lives pay nothing.
      memory ??= makeMemory(world);
      for (let next = planned[done]; next !== undefined && next.atMs <= nowMs; next = planned[done]) {
        done += 1;
        next.doing.run({ world, random: next.random, memory });
      }
      if (done < planned.length || nowMs < (day + 1) * DAY_MS) return;
      day += 1;
      startDay();
    },
  };
};
