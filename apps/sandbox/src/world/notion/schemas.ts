import type { PropertyConfig, PropertyType } from '../../notion/properties/property.ts';

const property = (
  id: string,
  name: string,
  type: PropertyType,
  more: { readonly options?: readonly string[]; readonly relatedId?: string } = {},
): PropertyConfig => ({
  id,
  name,
  type,
  options: (more.options ?? []).map((option, index) => ({
    id: `${id}-${index}`,
    name: option,
    color: 'default',
  })),
  relatedId: more.relatedId ?? null,
});

export interface SourceIds {
  readonly onboarding: string;
  readonly playbooks: string;
  readonly notes: string;
  readonly operations: string;
}

const title = property('title', 'Name', 'title');

const byId = (configs: readonly PropertyConfig[]): Map<string, PropertyConfig> =>
  new Map(configs.map((config) => [config.id, config]));

export const onboardingStates = ['Not started', 'In progress', 'Blocked', 'Live', 'Churned'] as const;

export const healths = ['Green', 'Yellow', 'Red'] as const;

/** Accounts on their way: tied to the other vendors by what people have typed in. */
export const onboardingSchema = (ids: SourceIds): Map<string, PropertyConfig> =>
  byId([
    title,
    property('st:s', 'Status', 'status', { options: onboardingStates }),
    property('hs=i', 'HubSpot ID', 'rich_text'),
    property('sp=i', 'Stripe ID', 'rich_text'),
    property('dmn', 'Domain', 'url'),
    property('csm', 'CSM', 'people'),
    property('hlt', 'Health', 'select', { options: healths }),
    property('tag', 'Tags', 'multi_select', { options: ['pilot', 'migration', 'sso', 'priority'] }),
    property('k?o', 'Kick-off', 'date'),
    property('sea', 'Seats', 'number'),
    property('bil', 'Billing contact', 'email'),
    property('pho', 'Phone', 'phone_number'),
    property('sgn', 'Contract signed', 'checkbox'),
    property('pla', 'Playbook', 'relation', { relatedId: ids.playbooks }),
    property('cre', 'Created', 'created_time'),
    property('edi', 'Last edited', 'last_edited_time'),
  ]);

export const playbooksSchema = (ids: SourceIds): Map<string, PropertyConfig> =>
  byId([
    title,
    property('cat', 'Category', 'select', { options: ['Onboarding', 'Billing', 'Support', 'Renewal'] }),
    property('tag', 'Tags', 'multi_select', { options: ['must-read', 'draft', 'legal'] }),
    property('own', 'Owner', 'people'),
    property('rev', 'Reviewed', 'date'),
    property('a;c', 'Accounts', 'relation', { relatedId: ids.onboarding }),
  ]);

export const notesSchema = (ids: SourceIds): Map<string, PropertyConfig> =>
  byId([
    title,
    property('dat', 'Date', 'date'),
    property('acc', 'Account', 'relation', { relatedId: ids.onboarding }),
    property('att', 'Attendees', 'people'),
    property('top', 'Topics', 'multi_select', { options: ['pricing', 'roadmap', 'support', 'integration'] }),
  ]);

/** What automation reports to people: a row for each matter. Its choices grow by being written. */
export const operationsSchema = (): Map<string, PropertyConfig> =>
  byId([
    title,
    property('kin', 'Kind', 'select'),
    property('sta', 'Status', 'select', { options: ['Open', 'Done'] }),
    property('cus', 'Customer', 'rich_text'),
    property('due', 'Due', 'date'),
    property('amo', 'Amount', 'rich_text'),
    property('rea', 'Reason', 'rich_text'),
    property('out', 'Outcome', 'rich_text'),
    property('lin', 'Link', 'url'),
    property('edi', 'Last edited', 'last_edited_time'),
  ]);
