import { json } from '../../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import { notFound } from '../errors.ts';
import { typeOf, type HubSpot } from '../hubspot.ts';
import { toWirePipeline, type Pipeline } from '../pipeline.ts';

const PATH = '/crm/v3/pipelines/:objectType';

const pipelinesOf = (hubspot: HubSpot, request: VendorRequest): readonly Pipeline[] => {
  const { name } = typeOf(paramOf(request, 'objectType'));
  if (name === 'deals' || name === 'tickets') return hubspot.pipelines[name];
  throw notFound(`Object type ${name} has no pipelines.`);
};

export const pipelineRoutes = (hubspot: HubSpot): readonly Route[] => [
  {
    method: 'get',
    path: PATH,
    handle: (request) => json({ results: pipelinesOf(hubspot, request).map(toWirePipeline) }),
  },
  {
    method: 'get',
    path: `${PATH}/:pipelineId`,
    handle: (request) => {
      const pipelines = pipelinesOf(hubspot, request);
      const index = pipelines.findIndex(({ id }) => id === paramOf(request, 'pipelineId'));
      const pipeline = pipelines[index];
      if (pipeline === undefined) throw notFound('There is no such pipeline.');
      return json(toWirePipeline(pipeline, index));
    },
  },
];
