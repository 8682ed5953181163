import type { Clients, Handler, TaskContext } from '@sherpa/agent-kit';
import { scheduleKey, type Clock } from '@sherpa/core';
import type { Notion } from '@sherpa/integrations/notion';
import type { StreamDoors } from '../../stream-doors.ts';
import { auditStream, refreshObjectsOf, syncStream, type AgentStreams } from '../../stream-tasks.ts';
import { knowledgeContract, type KnowledgeContract } from '../contract.ts';
import { bindKnowledgeStreams, type KnowledgeStream } from '../streams/index.ts';

/** What the tasks of Notion's streams are made of. */
export interface StreamDeps {
  readonly notion: Clients<Notion>;
  readonly clock: Clock;
}

type Doors = Pick<TaskContext<KnowledgeContract>, 'emit' | 'enqueue'>;

const streamsOf = ({ notion, clock }: StreamDeps): AgentStreams<Notion, KnowledgeStream> => ({
  agent: knowledgeContract.agent,
  clients: notion,
  bind: (client) => bindKnowledgeStreams({ notion: client, clock }),
  // The titles that stand above pages are there by then.
  next: { 'data-sources': 'pages' },
});

/** Has the pages that changed in the mirror read into the knowledge base. */
export const askToResolve = (ctx: Pick<Doors, 'enqueue'>): void =>
  ctx.enqueue(
    knowledgeContract,
    'mirror.resolve',
    {},
    { key: scheduleKey('mirror.resolve'), concurrencyKey: 'resolve' },
  );

const doorsOf = (ctx: Doors): StreamDoors<KnowledgeStream> => ({
  synced: (name, run) => ctx.emit(`${name}.synced` as const, run),
  enqueue: (task, { payload, options }) => ctx.enqueue(knowledgeContract, task, payload, options),
  resolve: () => askToResolve(ctx),
});

/** Keeps the mirror of a stream up to date. */
export const makeSyncStream =
  (deps: StreamDeps, name: KnowledgeStream): Handler<KnowledgeContract, `${KnowledgeStream}.sync`> =>
  (ctx) =>
    syncStream(streamsOf(deps), name, ctx, doorsOf(ctx));

/** Compares the mirror of a stream with Notion and mends it. */
export const makeAuditStream =
  (deps: StreamDeps, name: KnowledgeStream): Handler<KnowledgeContract, `${KnowledgeStream}.audit`> =>
  (ctx) =>
    auditStream(streamsOf(deps), name, ctx, doorsOf(ctx));

/** Asks Notion for objects as they are now. */
export const makeRefreshObjects =
  (deps: StreamDeps): Handler<KnowledgeContract, 'objects.refresh'> =>
  (ctx) =>
    refreshObjectsOf(streamsOf(deps), ctx, doorsOf(ctx));
