import { makeHeap } from '../heap.ts';
import type { Random } from '../random.ts';
import { arrange } from './arrange.ts';
import type { Delivered } from './delivered.ts';
import type { Delivery, News } from './news.ts';
import type { Outcome } from './send.ts';
import type { WebhookTarget } from './target.ts';
import { vendorRules } from './vendor-rules.ts';

/** Requests under way at one target. */
const MOST_AT_ONCE = 10;
/** News that wait for one target; what comes on top is lost. */
const MOST_WAITING = 200_000;
/** So many are sent without waiting for more. */
const MOST_GATHERED = 1_000;

export interface MailboxDeps {
  readonly target: WebhookTarget;
  readonly random: Random;
  readonly delivered: Delivered;
  /** Whether the target has to answer Notion's first request before it is told anything. */
  readonly needsHandshake: boolean;
  nowMs(): number;
  send(delivery: Delivery): Promise<Outcome>;
  note(outcome: string, events: number): void;
  /** Something may be due at another time than before. */
  onChange(): void;
}

/** What waits for one target. */
export interface Mailbox {
  readonly target: WebhookTarget;
  put(news: News): void;
  /** Sends what is due, as many at once as the vendor does. */
  run(): void;
  /** When there is something to do next; never, while it is busy. */
  nextAtMs(): number;
  waiting(): number;
}

interface Gathering {
  news: News[];
  closesAtMs: number;
}

/** What is gathered, and what is ready to go out at its time. */
const makeQueue = ({ target, random, delivered, ...deps }: MailboxDeps) => {
  const heap = makeHeap<Delivery>();
  let gathering: Gathering | null = null;
  let waiting = 0;
  const { perRequest } = vendorRules[target.vendor];
  const close = ({ news }: Gathering): void => {
    gathering = null;
    waiting -= news.length;
    for (const parcel of arrange(random, news, { mode: target.mode, perRequest })) {
      delivered.sent(parcel.news);
      waiting += parcel.news.length;
      heap.push({ at: deps.nowMs() + parcel.lateMs, targetId: target.id, news: parcel.news, attempt: 0 });
    }
  };
  return {
    put: (news: News): void => {
      if (waiting >= MOST_WAITING) {
        deps.note('dropped', 1);
        return;
      }
      gathering ??= { news: [], closesAtMs: deps.nowMs() + target.mode.batchMs };
      gathering.news.push(news);
      waiting += 1;
      if (gathering.news.length >= MOST_GATHERED) close(gathering);
    },
    again: (delivery: Delivery): void => {
      waiting += delivery.news.length;
      heap.push(delivery);
    },
    takeDue: (): Delivery | undefined => {
      if (gathering !== null && gathering.closesAtMs <= deps.nowMs()) close(gathering);
      if ((heap.first()?.at ?? Infinity) > deps.nowMs()) return undefined;
      const delivery = heap.pop();
      waiting -= delivery?.news.length ?? 0;
      return delivery;
    },
    nextAtMs: () => Math.min(gathering?.closesAtMs ?? Infinity, heap.first()?.at ?? Infinity),
    waiting: () => waiting,
  };
};

export const makeMailbox = (deps: MailboxDeps): Mailbox => {
  const { target, delivered } = deps;
  const queue = makeQueue(deps);
  const rules = vendorRules[target.vendor];
  let underWay = 0;
  let isShut = deps.needsHandshake;
  // Notion's first request goes before everything else.
  let handshake: Delivery | null = isShut
    ? { at: deps.nowMs(), targetId: target.id, news: [], attempt: 0 }
    : null;
  const failed = (delivery: Delivery): void => {
    const waitMs = rules.retryAfterMs[delivery.attempt];
    if (waitMs === undefined) {
      delivered.givenUp(delivery.news);
      deps.note('given up', delivery.news.length);
      return;
    }
    const next = { ...delivery, at: deps.nowMs() + waitMs, attempt: delivery.attempt + 1 };
    if (delivery.news.length === 0) handshake = next;
    else queue.again(next);
  };
  const taken = (delivery: Delivery): void => {
    delivered.arrived(delivery.news);
    if (delivery.news.length === 0) isShut = false;
  };
  const deliver = async (delivery: Delivery): Promise<void> => {
    underWay += 1;
    const outcome = await deps.send(delivery);
    underWay -= 1;
    deps.note(delivery.news.length === 0 ? `handshake ${outcome.name}` : outcome.name, delivery.news.length);
    if (outcome.isTaken) taken(delivery);
    else failed(delivery);
    deps.onChange();
  };
  const takeDue = (): Delivery | undefined => {
    if (underWay >= MOST_AT_ONCE) return undefined;
    if (!isShut) return queue.takeDue();
    if (handshake === null || handshake.at > deps.nowMs()) return undefined;
    const due = handshake;
    handshake = null;
    return due;
  };
  return {
    target,
    put: (news) => {
      queue.put(news);
      deps.onChange();
    },
    run: () => {
      for (let due = takeDue(); due !== undefined; due = takeDue()) {
        // It never rejects: what goes wrong is an outcome.
        void deliver(due);
      }
    },
    nextAtMs: () => {
      if (underWay >= MOST_AT_ONCE) return Infinity;
      return isShut ? (handshake?.at ?? Infinity) : queue.nextAtMs();
    },
    waiting: queue.waiting,
  };
};
