import type { Clients, Handler } from '@sherpa/agent-kit';
import { scheduleKey, type Clock } from '@sherpa/core';
import type { Notion } from '@sherpa/integrations/notion';
import { runDepsOf, runStreamTask } from '../../run-stream-task.ts';
import { knowledgeContract, type KnowledgeContract } from '../contract.ts';
import { bindKnowledgeStreams, type KnowledgeStream } from '../streams/index.ts';
import { streamEnd } from './stream-end.ts';

/** What a task of a stream is made of. */
export interface StreamDeps {
  readonly notion: Clients<Notion>;
  readonly clock: Clock;
}

/** What is read when a stream has been: the titles that stand above pages are there by then. */
const NEXT: Partial<Record<KnowledgeStream, 'pages.sync'>> = { 'data-sources': 'pages.sync' };

/** Keeps the mirror of a stream up to date: everything the first time, then what changes. */
export const makeSyncStream =
  (
    { notion, clock }: StreamDeps,
    name: KnowledgeStream,
  ): Handler<KnowledgeContract, `${KnowledgeStream}.sync`> =>
  async (ctx) => {
    const { full, connectionId } = ctx.task.payload;
    const connected = await notion.of(ctx.task.tenantId, connectionId);
    const result = await runStreamTask(
      runDepsOf(ctx, knowledgeContract.agent, connected.connectionId),
      bindKnowledgeStreams({ notion: connected.client, clock })[name],
      { lane: 'sync', full, acceptAbsence: false, taskId: ctx.task.id },
      streamEnd(ctx, name, `${name}.sync`, connectionId),
    );
    const next = NEXT[name];
    if (next !== undefined && (result.complete || result.forbidden === true)) {
      ctx.enqueue(knowledgeContract, next, { connectionId }, { key: scheduleKey(next) });
    }
    return result;
  };

/** Compares the mirror of a stream with Notion and mends it. */
export const makeAuditStream =
  (
    { notion, clock }: StreamDeps,
    name: KnowledgeStream,
  ): Handler<KnowledgeContract, `${KnowledgeStream}.audit`> =>
  async (ctx) => {
    const { acceptAbsence, connectionId } = ctx.task.payload;
    const connected = await notion.of(ctx.task.tenantId, connectionId, 'background');
    return runStreamTask(
      runDepsOf(ctx, knowledgeContract.agent, connected.connectionId),
      bindKnowledgeStreams({ notion: connected.client, clock })[name],
      { lane: 'audit', full: false, acceptAbsence, taskId: ctx.task.id },
      streamEnd(ctx, name, `${name}.audit`, connectionId),
    );
  };
