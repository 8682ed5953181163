import { jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { agentContractSchema, agentHealthSchema } from '../agents/agent.ts';
import { approvalSchema, decisionSchema } from '../approvals/endpoints.ts';
import {
  connectionChangeSchema,
  connectionCheckSchema,
  connectionSchema,
  newConnectionSchema,
} from '../connections/connection.ts';
import { customerSchema } from '../customers/customer.ts';
import { customerReviewSchema } from '../customers/review.ts';
import { none, type Endpoint } from '../endpoint.ts';
import { errorBodySchema } from '../errors/error-body.ts';
import { eventSchema } from '../events/endpoints.ts';
import { newSignalSchema } from '../signals/endpoints.ts';
import { failureGroupSchema } from '../failures/failure.ts';
import { redriveSchema } from '../redrives/redrive.ts';
import { fleetStatusSchema, liveStatusSchema } from '../status/endpoints.ts';
import { newScheduleSchema } from '../schedules/new-schedule.ts';
import { scheduleDetailsSchema, scheduleSchema } from '../schedules/schedule.ts';
import { enqueuedSchema, newTaskSchema } from '../tasks/enqueue.ts';
import { taskSchema, taskSummarySchema } from '../tasks/task.ts';

type SchemaDocument = Record<string, unknown>;

// Zod gives a recursive schema without a name a place that is no valid address in this document.
const inputNames = {
  Json: jsonSchema,
  NewTask: newTaskSchema,
  NewSchedule: newScheduleSchema,
  NewSignal: newSignalSchema,
  Decision: decisionSchema,
  NewConnection: newConnectionSchema,
  ConnectionChange: connectionChangeSchema,
};

const outputNames = {
  Json: jsonSchema,
  Task: taskSchema,
  TaskSummary: taskSummarySchema,
  Enqueued: enqueuedSchema,
  AgentHealth: agentHealthSchema,
  AgentContract: agentContractSchema,
  Customer: customerSchema,
  CustomerReview: customerReviewSchema,
  AgentEvent: eventSchema,
  Approval: approvalSchema,
  Connection: connectionSchema,
  ConnectionCheck: connectionCheckSchema,
  Schedule: scheduleSchema,
  ScheduleDetails: scheduleDetailsSchema,
  FailureGroup: failureGroupSchema,
  Redrive: redriveSchema,
  FleetStatus: fleetStatusSchema,
  LiveStatus: liveStatusSchema,
  Error: errorBodySchema,
};

const PREFIX = '#/components/schemas/';

/** The address of a named schema inside the document. */
export const refTo = (name: string): SchemaDocument => ({ $ref: `${PREFIX}${name}` });

const documentsOf = (named: ReadonlyMap<string, z.ZodType>, io: 'input' | 'output') => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of named) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `${PREFIX}${id}` });
  return Object.entries(schemas).map(([name, document]): [string, SchemaDocument] => {
    // Its place in the document is its identity; an `$id` would start a new base for its references.
    const { $id: _id, $schema: _dialect, ...rest } = document;
    return [name, rest];
  });
};

/** The names under which an operation's body and answer stand, where these have none of their own. */
export interface OperationSchemas {
  readonly body: string | undefined;
  readonly response: string;
}

const nameIn = (named: Map<string, z.ZodType>, schema: z.ZodType, fallback: string): string => {
  for (const [name, known] of named) if (known === schema) return name;
  named.set(fallback, schema);
  return fallback;
};

const capitalised = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** Every schema of the table once, under its own name, and which of them each operation uses. */
export const collectSchemas = (routes: Readonly<Record<string, Endpoint>>) => {
  const inputs = new Map<string, z.ZodType>(Object.entries(inputNames));
  const outputs = new Map<string, z.ZodType>(Object.entries(outputNames));
  const operations = new Map<string, OperationSchemas>();
  for (const [name, endpoint] of Object.entries(routes)) {
    const { body } = endpoint.request;
    operations.set(name, {
      body: body === none ? undefined : nameIn(inputs, body, `${capitalised(name)}Request`),
      response: nameIn(outputs, endpoint.response, `${capitalised(name)}Response`),
    });
  }
  const schemas: Record<string, SchemaDocument> = Object.fromEntries([
    ...documentsOf(inputs, 'input'),
    ...documentsOf(outputs, 'output'),
  ]);
  return { schemas, operations };
};
