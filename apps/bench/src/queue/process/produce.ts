import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../monotonic.ts';
import type { AddOne, Producer } from '../contestant.ts';
import type { Answers, Request } from './protocol.ts';

type Order = Extract<Request, { call: 'produce' }>;

/** Callers that take the next task as soon as theirs has been added. */
const addByCallers = async (callers: readonly AddOne[], order: Order, until: number): Promise<number> => {
  let next = order.from;
  const call = async (addOne: AddOne): Promise<void> => {
    while (next < order.to && performance.now() < until) {
      const n = next;
      next += 1;
      await addOne(n);
    }
  };
  await Promise.all(callers.map(call));
  return next;
};

const addInBulk = async ({ addMany }: Producer, order: Order, until: number): Promise<number> => {
  let next = order.from;
  while (next < order.to && performance.now() < until) {
    const end = Math.min(next + order.width, order.to);
    const first = next;
    await addMany(Array.from({ length: end - first }, (_, index) => first + index));
    next = end;
  }
  return next;
};

/** Lanes are opened once and kept: opening them is no part of adding. */
export const makeProduce = (producer: Producer) => {
  const lanes: AddOne[] = [];
  return async (order: Order): Promise<Answers['produce']> => {
    if (order.mode === 'lanes') while (lanes.length < order.width) lanes.push(await producer.openLane());
    const callers =
      order.mode === 'lanes'
        ? lanes.slice(0, order.width)
        : Array.from({ length: order.width }, () => producer.addOne);
    const startedAt = monotonicMs();
    const until = performance.now() + order.withinMs;
    const to =
      order.mode === 'bulk'
        ? await addInBulk(producer, order, until)
        : await addByCallers(callers, order, until);
    return { to, startedAt, endedAt: monotonicMs() };
  };
};

/** Adds tasks at a steady rate, whether or not the one before has been added; notes when each call began. */
export const pace = async (
  { addOne }: Producer,
  order: Extract<Request, { call: 'pace' }>,
): Promise<Answers['pace']> => {
  const addedAt = new Float64Array(order.to - order.from);
  const begin = performance.now();
  const adding: Promise<unknown>[] = [];
  for (const index of addedAt.keys()) {
    const wait = begin + (index * 1_000) / order.perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    addedAt[index] = monotonicMs();
    adding.push(addOne(order.from + index));
  }
  await Promise.all(adding);
  return { addedAt };
};
