export type { HubSpotCompany } from './company.ts';
export type { HubSpotContact } from './contact.ts';
export { makeHubSpot, type HubSpot, type HubSpotOptions } from './hubspot.ts';
export { hubspotLimits, hubspotLimitSettingsSchema, type HubSpotLimitSettings } from './limits.ts';
export type { ListPage } from './list-objects.ts';
export type { AskOptions, Rows } from './objects.ts';
export type { HubSpotOwner } from './owners.ts';
export type { ModifiedPage } from './search-objects.ts';
export type { HubSpotTaskInput, UpsertedTask } from './upsert-task.ts';
