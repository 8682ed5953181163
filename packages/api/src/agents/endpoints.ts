import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { agentContractSchema, agentHealthSchema } from './agent.ts';

export const listAgents = defineEndpoint({
  method: 'get',
  path: '/api/agents',
  summary: 'Lists the agents and how each is doing.',
  request: { params: none, query: none, body: none },
  response: z.object({ agents: z.array(agentHealthSchema) }),
  errors: ['database_unavailable'],
});

export const showAgent = defineEndpoint({
  method: 'get',
  path: '/api/agents/:agent',
  summary: 'Describes what an agent accepts.',
  request: { params: z.strictObject({ agent: z.string() }), query: none, body: none },
  response: agentContractSchema,
  errors: ['not_found'],
});
