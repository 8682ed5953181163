import type { Route } from '../http/route.ts';
import type { HubSpot } from './hubspot.ts';
import { accountDetailRoutes } from './routes/account-details.ts';
import { associationRoutes } from './routes/associations.ts';
import { batchRoutes } from './routes/batch-objects.ts';
import { listObjects } from './routes/list-objects.ts';
import { ownerRoutes } from './routes/owners.ts';
import { propertyRoutes } from './routes/properties.ts';
import { searchObjects } from './routes/search-objects.ts';
import { singleObjectRoutes } from './routes/single-object.ts';

/** Every endpoint of HubSpot that the sandbox serves. */
export const hubspotRoutes = (hubspot: HubSpot): readonly Route[] => [
  searchObjects(hubspot),
  ...batchRoutes(hubspot),
  listObjects(hubspot),
  ...singleObjectRoutes(hubspot),
  ...propertyRoutes(hubspot),
  ...associationRoutes(hubspot),
  ...ownerRoutes(hubspot),
  ...accountDetailRoutes,
];
