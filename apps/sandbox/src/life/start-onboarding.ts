import type { CrmRecord } from '../hubspot/record.ts';
import { createPage } from '../notion/changes/create-page.ts';
import { TITLE_ID, type PropertyValue } from '../notion/properties/property.ts';
import { plain } from '../notion/rich-text.ts';
import { byPerson } from '../notion/workspace.ts';
import type { World } from '../world/make-world.ts';
import { healths, onboardingStates } from '../world/notion/schemas.ts';

const TITLE = 'Customer onboarding';

const text = (content: string): PropertyValue => ({ kind: 'text', parts: plain(content) });

const companyOf = ({ hubspot }: World, deal: CrmRecord): CrmRecord | undefined => {
  const [first] = hubspot.associations.of({ type: 'deals', id: deal.id }, 'companies');
  return first === undefined ? undefined : hubspot.stores.companies.resolve(first.toId);
};

/** After a deal is won somebody makes the account's page from the template, with the company's id pasted in. */
export const startOnboarding = (world: World, deal: CrmRecord): void => {
  const { notion } = world;
  const source = [...notion.dataSources.values()].find(({ title }) => title === TITLE);
  const company = companyOf(world, deal);
  if (source === undefined || company === undefined) return;
  const name = company.version.values.get('name') ?? company.id;
  const values = new Map<string, PropertyValue>([
    [TITLE_ID, text(`Onboarding ${name.trim()}`)],
    ['st:s', { kind: 'option', name: onboardingStates[0] }],
    ['hlt', { kind: 'option', name: healths[0] }],
    ['hs=i', text(company.id)],
  ]);
  const templateId = source.templateIds[0] ?? null;
  const parent = { type: 'data_source_id', id: source.id } as const;
  createPage(notion, { parent, values, blocks: [], icon: '🚀', templateId }, byPerson(notion));
};
