import { PERSON } from '../hubspot/change.ts';
import { link } from '../hubspot/link.ts';
import type { Pipeline, Stage } from '../hubspot/pipeline.ts';
import { addRecord, changeRecord } from '../hubspot/record-changes.ts';
import { isLive, type CrmRecord } from '../hubspot/record.ts';
import type { World } from '../world/make-world.ts';
import type { Doing, Scene } from './doing.ts';
import { startOnboarding } from './start-onboarding.ts';
import { someLive, takeLive } from './take.ts';

const LOST_SHARE = 0.4;

const isOpen = ({ metadata }: Stage): boolean => metadata['isClosed'] === 'false';

/** The open stage after this one; after the last a deal is won or lost. */
const nextStage = ({ stages }: Pipeline, stageId: string | undefined): Stage | undefined => {
  const open = stages.filter(isOpen);
  return open[open.findIndex(({ id }) => id === stageId) + 1];
};

/**
 * Puts a deal where it goes, as a person does; what is closed gets its date, what is won a page in Notion where
 * people make these by hand.
 */
export const putInStage = (
  world: World,
  deal: CrmRecord,
  stage: Stage,
  { onboarding }: World['byHand'] = world.byHand,
): void => {
  const { hubspot } = world;
  const values = new Map([
    ['dealstage', stage.id],
    ...(isOpen(stage) ? [] : [['closedate', new Date(hubspot.nowMs()).toISOString()] as const]),
  ]);
  changeRecord(hubspot, hubspot.stores.deals, deal, { values, actor: PERSON });
  if (onboarding && stage.metadata['probability'] === '1.0') startOnboarding(world, deal);
};

/** The pipeline a deal is in. */
export const pipelineOf = ({ hubspot }: World, deal: CrmRecord): Pipeline | undefined =>
  hubspot.pipelines.deals.find(({ id }) => id === deal.version.values.get('pipeline'));

/** Where a deal of this pipeline ends. */
export const lastStage = ({ stages }: Pipeline, outcome: 'won' | 'lost'): Stage | undefined => {
  const [won, lost] = stages.filter((stage) => !isOpen(stage));
  return outcome === 'won' ? won : lost;
};

const moveDeal = ({ world, random, memory }: Scene): void => {
  const deal = takeLive(random, memory.openDeals);
  const pipeline = deal === undefined ? undefined : pipelineOf(world, deal);
  if (deal === undefined || pipeline === undefined) return;
  const outcome = random.chance(LOST_SHARE) ? 'lost' : 'won';
  const stage = nextStage(pipeline, deal.version.values.get('dealstage')) ?? lastStage(pipeline, outcome);
  if (stage === undefined) return;
  putInStage(world, deal, stage);
  if (isOpen(stage)) memory.openDeals.push(deal);
};

const linkAll = (world: World, deal: CrmRecord, contact: CrmRecord): void => {
  const { hubspot } = world;
  const from = { type: 'deals', id: deal.id } as const;
  link(hubspot, from, { type: 'contacts', id: contact.id }, { actor: PERSON });
  const companyId = contact.version.values.get('associatedcompanyid') ?? '';
  const company = hubspot.stores.companies.resolve(companyId);
  if (company !== undefined && isLive(company)) {
    link(hubspot, from, { type: 'companies', id: company.id }, { actor: PERSON });
  }
};

/** What is offered of a plan: as many seats as they asked for, in euros. */
const offer = ({ world: { hubspot }, random }: Scene, product: CrmRecord) => {
  const given = product.version.values;
  const quantity = random.int(1, 20);
  const price = Number(given.get('price'));
  const amount = String(price * quantity);
  const values = new Map([
    ['name', given.get('name') ?? ''],
    ['hs_product_id', product.id],
    ['hs_sku', given.get('hs_sku') ?? ''],
    ['quantity', String(quantity)],
    ['price', String(price)],
    ['amount', amount],
    ['hs_line_item_currency_code', 'EUR'],
    ['recurringbillingfrequency', given.get('recurringbillingfrequency') ?? ''],
  ]);
  return { amount, lineItem: addRecord(hubspot, hubspot.stores.line_items, values, PERSON) };
};

/** The plans come first in the catalogue. */
const PLANS = 6;

const newDeal = (scene: Scene): void => {
  const { world, random, memory } = scene;
  const { hubspot } = world;
  const contact = someLive(random, hubspot.stores.contacts);
  const [pipeline] = hubspot.pipelines.deals;
  if (contact === undefined || pipeline === undefined) return;
  const given = contact.version.values;
  const { amount, lineItem } = offer(scene, random.pick(hubspot.stores.products.records.slice(0, PLANS)));
  const values = new Map([
    ['dealname', `${given.get('company') ?? given.get('lastname') ?? 'Somebody'} – new`],
    ['pipeline', pipeline.id],
    ['dealstage', pipeline.stages[0]?.id ?? ''],
    ['amount', amount],
    ['deal_currency_code', 'EUR'],
    ['dealtype', 'newbusiness'],
    ['hubspot_owner_id', given.get('hubspot_owner_id') ?? ''],
  ]);
  const deal = addRecord(hubspot, hubspot.stores.deals, values, PERSON);
  linkAll(world, deal, contact);
  link(hubspot, { type: 'deals', id: deal.id }, { type: 'line_items', id: lineItem.id }, { actor: PERSON });
  memory.openDeals.push(deal);
};

/** What the sales people do. */
export const dealDoings: readonly Doing[] = [
  { name: 'deal made', perThousand: 0.6, run: newDeal },
  { name: 'deal moved', perThousand: 3, run: moveDeal },
];
