import { routes, type AgentContract } from '@sherpa/api';
import { jsonSchema, NotFoundError, workOf, type Contract } from '@sherpa/core';
import { z } from 'zod';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';

const schemaDocument = z.record(z.string(), jsonSchema);

// A schema can say what JSON Schema cannot; the document then allows anything there.
const toDocument = (schema: z.ZodType, io: 'input' | 'output') =>
  schemaDocument.parse(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));

const describe = (contract: Contract): AgentContract => ({
  agent: contract.agent,
  description: contract.description,
  work: workOf(contract).map(({ type, kind, description, priority, timeoutMs, retry }) => {
    const payload = contract[kind === 'task' ? 'tasks' : 'messages'][type]?.payload ?? z.unknown();
    const result = contract.tasks[type]?.result;
    return {
      type,
      kind,
      description,
      payload: toDocument(payload, 'input'),
      result: result === undefined ? null : toDocument(result, 'output'),
      priority,
      timeoutMs,
      attempts: retry.attempts,
    };
  }),
  events: Object.keys(contract.events),
});

export const getAgentByName = ({ contracts }: Pick<RouteDeps, 'contracts'>) =>
  defineHandler(routes.showAgent, async ({ params }) => {
    const contract = contracts.find(({ agent }) => agent === params.agent);
    if (contract !== undefined) return describe(contract);
    const names = contracts.map(({ agent }) => agent).join(', ');
    throw new NotFoundError('There is no such agent.', {
      details: { problems: [{ field: 'agent', problem: `is unknown; one of: ${names}` }] },
    });
  });
