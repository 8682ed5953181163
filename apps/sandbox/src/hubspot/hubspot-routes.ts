import type { Route } from '../http/route.ts';
import type { HubSpot } from './hubspot.ts';
import { dailyUsage } from './routes/account-info.ts';
import { associationBatchRoutes } from './routes/association-batches.ts';
import { accountDetailRoutes } from './routes/account-details.ts';
import { associationRoutes } from './routes/associations.ts';
import { batchRoutes } from './routes/batch-objects.ts';
import { gdprDelete } from './routes/gdpr-delete.ts';
import { listObjects } from './routes/list-objects.ts';
import { mergeObjects } from './routes/merge-objects.ts';
import { ownerRoutes } from './routes/owners.ts';
import { pipelineRoutes } from './routes/pipelines.ts';
import { propertyRoutes } from './routes/properties.ts';
import { searchObjects } from './routes/search-objects.ts';
import { singleObjectRoutes } from './routes/single-object.ts';

/** Every endpoint of HubSpot that the sandbox serves. */
export const hubspotRoutes = (hubspot: HubSpot): readonly Route[] => [
  searchObjects(hubspot),
  ...batchRoutes(hubspot),
  gdprDelete(hubspot),
  mergeObjects(hubspot),
  listObjects(hubspot),
  ...singleObjectRoutes(hubspot),
  ...propertyRoutes(hubspot),
  ...pipelineRoutes(hubspot),
  ...associationRoutes(hubspot),
  ...associationBatchRoutes(hubspot),
  ...ownerRoutes(hubspot),
  dailyUsage(hubspot),
  ...accountDetailRoutes,
];
