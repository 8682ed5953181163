import type { Pipeline } from '../hubspot/pipeline.ts';
import type { Random } from '../random.ts';
import { DAY_MS, type Times } from './moments.ts';
import type { ContactPlan } from './plan-contacts.ts';
import type { ProductPlan } from './plan-products.ts';

export interface LineItemPlan {
  readonly product: ProductPlan;
  readonly quantity: number;
  /** Of one, in the deal's currency. */
  readonly price: number;
}

export interface DealPlan {
  readonly values: ReadonlyMap<string, string>;
  readonly times: Times;
  readonly contact: ContactPlan;
  readonly lineItems: readonly LineItemPlan[];
}

export interface DealDeps {
  readonly count: number;
  readonly contacts: readonly ContactPlan[];
  readonly products: readonly ProductPlan[];
  readonly pipelines: readonly Pipeline[];
  readonly anchorMs: number;
}

const MONTHS_18_DAYS = 547;
/** How long a deal takes from one stage to the next. */
const DAYS_PER_STAGE = 12;

interface Course {
  readonly stageId: string;
  readonly movedMs: number;
  readonly closeMs: number;
}

/** How far a deal of this age has come: an old one is won or lost, a young one somewhere on its way. */
const courseOf = (random: Random, pipeline: Pipeline, createdMs: number, anchorMs: number): Course => {
  const open = pipeline.stages.filter(({ metadata }) => metadata['isClosed'] === 'false');
  const closed = pipeline.stages.filter(({ metadata }) => metadata['isClosed'] === 'true');
  const stepMs = Math.floor(DAYS_PER_STAGE * DAY_MS * (0.3 + random.next() * 1.6));
  const reached = Math.floor((anchorMs - createdMs) / stepMs);
  const isOpen = reached < open.length || random.chance(0.06);
  const steps = Math.min(reached, isOpen ? open.length - 1 : open.length);
  const movedMs = Math.min(createdMs + steps * stepMs, anchorMs);
  // Won ones first; two of five are lost.
  const [won, lost] = closed;
  const end = random.chance(0.4) ? lost : won;
  const stage = isOpen ? open[steps] : end;
  const expectedMs = createdMs + (open.length + 1) * stepMs;
  return { stageId: stage?.id ?? '', movedMs, closeMs: isOpen ? expectedMs : movedMs };
};

/** As Stripe's catalogue has it. */
const PER_EURO: Readonly<Record<string, number>> = { EUR: 1, USD: 1.1, GBP: 0.85 };

/** What costs that much in euros, in another currency. */
const priceIn = (currency: string, euros: number): number =>
  Math.round(euros * (PER_EURO[currency] ?? 1) * 100) / 100;

const wantedOf = (random: Random, products: readonly ProductPlan[]) =>
  Array.from({ length: random.int(1, 3) }, () => ({
    product: random.pick(products),
    quantity: random.pick([1, 1, 1, 3, 10]),
  }));

const planOne = (random: Random, index: number, deps: DealDeps): DealPlan => {
  const contact = random.pick(deps.contacts);
  const pipeline = deps.pipelines[random.chance(0.2) ? 1 : 0] ?? random.pick(deps.pipelines);
  const ageMs = Math.floor(random.next() * MONTHS_18_DAYS * DAY_MS);
  const createdMs = deps.anchorMs - ageMs;
  const course = courseOf(random, pipeline, createdMs, deps.anchorMs);
  const wanted = wantedOf(random, deps.products);
  // Some are worth something only when somebody has thought about it.
  const isBlank = random.chance(0.05);
  const currency = random.pick(['EUR', 'EUR', 'EUR', 'USD', 'GBP']);
  const lineItems = wanted.map((one): LineItemPlan => ({
    ...one,
    price: priceIn(currency, one.product.price),
  }));
  const sum = lineItems.reduce((total, { price, quantity }) => total + price * quantity, 0);
  const amount = Math.round(sum * 100) / 100;
  const values = new Map([
    ['dealname', [contact.company?.name ?? contact.name.last, lineItems[0]?.product.name ?? ''].join(' – ')],
    ['pipeline', pipeline.id],
    ['dealstage', course.stageId],
    ['amount', isBlank ? '' : String(amount)],
    ['deal_currency_code', currency],
    ['closedate', new Date(course.closeMs).toISOString()],
    ['dealtype', pipeline === deps.pipelines[1] ? 'existingbusiness' : 'newbusiness'],
    ['hubspot_owner_id', contact.ownerId],
    ['description', index % 17 === 3 ? 'Came in at the trade fair.' : ''],
  ]);
  return { values, contact, lineItems, times: { createdMs, modifiedMs: course.movedMs } };
};

/** The deals of eighteen months, one at a time: each is drawn from its own number and no other. */
export function* planDeals(random: Random, deps: DealDeps): Generator<DealPlan> {
  if (deps.contacts.length === 0) return;
  for (let index = 0; index < deps.count; index += 1) {
    yield planOne(random.fork(`deal ${index}`), index, deps);
  }
}
