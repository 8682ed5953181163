import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { NotionChange } from '../notion/change.ts';
import { drawId } from '../notion/ids.ts';
import type { Random } from '../random.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import { makeDelivered } from './delivered.ts';
import { makeMailbox, type Mailbox } from './mailbox.ts';
import type { Delivery, News } from './news.ts';
import { renderBody, type NotionSender } from './render-body.ts';
import { send, type Outcome } from './send.ts';
import { signatureHeaders } from './sign.ts';
import type { NewTarget, WebhookTarget } from './target.ts';
import { vendorRules } from './vendor-rules.ts';
import { makeWaker } from './waker.ts';

export interface PostOfficeDeps {
  readonly random: Random;
  readonly clock: MovableClock;
  readonly books: Books;
  /** The time of the real world: who checks a signature does not know the sandbox's. */
  realNowMs(): number;
  sender(): NotionSender;
}

/** Takes what the vendors have to tell to whoever asked for it. */
export interface PostOffice {
  tellHubSpot(change: HubSpotChange): void;
  tellStripe(event: StripeEvent): void;
  tellNotion(change: NotionChange): void;
  addTarget(target: NewTarget): WebhookTarget;
  targets(): readonly (WebhookTarget & { readonly waiting: number })[];
  clear(): void;
  /** The clock was moved: more may be due. */
  wake(): void;
  stop(): void;
}

const REPEATED_ID_SHARE = 0.1;

/** HubSpot's ids of events, which now and then name two of them. */
const makeEventIds = (random: Random): (() => number) => {
  let last = random.int(1, 2 ** 31);
  return () => {
    if (!random.chance(REPEATED_ID_SHARE)) last = random.int(1, 2 ** 31);
    return last;
  };
};

const PREFIXES = { hubspot: '', stripe: 'whsec_', notion: 'secret_' } as const;

const newSecret = (random: Random, vendor: News['vendor']): string => PREFIXES[vendor] + random.token(32);

const makeSender =
  (deps: PostOfficeDeps, target: WebhookTarget, signal: AbortSignal) =>
  (delivery: Delivery): Promise<Outcome> => {
    const { vendor, url, secret, mode } = target;
    const body = renderBody(delivery, target, deps.sender());
    const isSigned = delivery.news.length > 0;
    const headers = isSigned ? signatureHeaders[vendor]({ url, body, secret, nowMs: deps.realNowMs() }) : {};
    return send({
      url,
      body,
      headers,
      signal,
      deadlineMs: mode.deadlineMs ?? vendorRules[vendor].deadlineMs,
    });
  };

/** Others than at the start before: who has seen an id takes what comes under it for the same event. */
const makeNewsIds = ({ random, realNowMs }: PostOfficeDeps) => {
  const since = realNowMs();
  return {
    ids: random.fork(`ids ${since}`),
    eventId: makeEventIds(random.fork(`hubspot-ids ${since}`)),
  };
};

export const makePostOffice = (deps: PostOfficeDeps): PostOffice => {
  const { clock, books } = deps;
  const secrets = deps.random.fork('secrets');
  const { ids, eventId } = makeNewsIds(deps);
  const delivered = makeDelivered();
  let mailboxes: readonly Mailbox[] = [];
  let stopping = new AbortController();
  let added = 0;
  const waker = makeWaker({
    nowMs: clock.nowMs,
    nextAtMs: () => Math.min(Infinity, ...mailboxes.map((mailbox) => mailbox.nextAtMs())),
    run: () => {
      for (const mailbox of mailboxes) mailbox.run();
    },
  });
  const tell = (vendor: News['vendor'], makeNews: () => News): void => {
    const told = mailboxes.filter(({ target }) => target.vendor === vendor);
    if (told.length === 0) return;
    const news = makeNews();
    for (const mailbox of told) mailbox.put(news);
  };
  const clear = (): void => {
    stopping.abort();
    stopping = new AbortController();
    mailboxes = [];
    waker.wake();
  };
  return {
    tellHubSpot: (change) => tell('hubspot', () => ({ vendor: 'hubspot', id: eventId(), change })),
    tellStripe: (event) => {
      if (event.isDelivered) tell('stripe', () => ({ vendor: 'stripe', event }));
    },
    tellNotion: (change) =>
      tell('notion', () => ({ vendor: 'notion', id: drawId(ids), change, toldAtMs: deps.realNowMs() })),
    addTarget: ({ vendor, url, secret, mode }) => {
      added += 1;
      const target = { id: added, vendor, url, mode, secret: secret ?? newSecret(secrets, vendor) };
      const mailbox = makeMailbox({
        target,
        random: deps.random.fork(`target ${added}`),
        delivered,
        needsHandshake: vendor === 'notion' && secret === undefined,
        nowMs: clock.nowMs,
        send: makeSender(deps, target, stopping.signal),
        note: (outcome, events) => books.noteDelivery({ vendor, outcome, events }),
        onChange: waker.wake,
      });
      mailboxes = [...mailboxes, mailbox];
      waker.wake();
      return target;
    },
    targets: () => mailboxes.map((mailbox) => ({ ...mailbox.target, waiting: mailbox.waiting() })),
    clear,
    wake: waker.wake,
    stop: () => {
      clear();
      waker.stop();
    },
  };
};
