import type { Clients } from '@sherpa/agent-kit';
import type { BoundStream } from '@sherpa/sync';
import { refreshStreams, type RefreshedStreams } from './refresh-streams.ts';
import { runDepsOf, runStreamTask, type StreamWork } from './run-stream-task.ts';
import type { SyncResult } from './stream-contract.ts';
import type { StreamContext, StreamDoors, StreamTeller } from './stream-doors.ts';

/** The streams of an agent: of which vendor they are, and what it is read with. */
export interface AgentStreams<Client, Name extends string> {
  readonly agent: string;
  readonly clients: Clients<Client>;
  /** By name, each read with that client. */
  readonly bind: (client: Client) => Readonly<Record<Name, BoundStream>>;
  /** What is read when a stream has been. */
  readonly next?: Readonly<Partial<Record<Name, Name>>>;
}

type Asked<P> = StreamContext & StreamTeller & { readonly task: { readonly payload: P } };

interface OfConnection {
  /** The account; the tenant's own where absent. */
  readonly connectionId?: string | undefined;
}

/**
 * A run of a stream. Those that compare everything, and those that read everything because it is the first
 * time or because there is more to keep, leave the vendor's calls to others first.
 */
const run = async <Client, Name extends string>(
  streams: AgentStreams<Client, Name>,
  work: StreamWork<Name>,
  ctx: Asked<OfConnection>,
  doors: StreamDoors<Name>,
): Promise<SyncResult> => {
  const { tenantId, payload } = ctx.task;
  const usual = work.lane === 'audit' ? 'background' : 'normal';
  const { connectionId, client } = await streams.clients.of(tenantId, payload.connectionId, usual);
  const inBackground = async (): Promise<BoundStream> =>
    streams.bind((await streams.clients.of(tenantId, connectionId, 'background')).client)[work.name];
  return runStreamTask({
    work,
    ctx,
    doors,
    stream: streams.bind(client)[work.name],
    deps: { ...runDepsOf(ctx, streams.agent, connectionId), inBackground },
  });
};

/** Keeps the mirror of a stream up to date: everything the first time, then what changes. */
export const syncStream = <Client, Name extends string>(
  streams: AgentStreams<Client, Name>,
  name: Name,
  ctx: Asked<OfConnection & { readonly full: boolean }>,
  doors: StreamDoors<Name>,
): Promise<SyncResult> => {
  const { full } = ctx.task.payload;
  const next = streams.next?.[name];
  return run(streams, { name, lane: 'sync', full, acceptAbsence: false, next }, ctx, doors);
};

/** Compares the mirror of a stream with its vendor and mends it. */
export const auditStream = <Client, Name extends string>(
  streams: AgentStreams<Client, Name>,
  name: Name,
  ctx: Asked<OfConnection & { readonly acceptAbsence: boolean }>,
  doors: StreamDoors<Name>,
): Promise<SyncResult> => {
  const { acceptAbsence } = ctx.task.payload;
  return run(streams, { name, lane: 'audit', full: false, acceptAbsence, next: undefined }, ctx, doors);
};

/** Asks the vendor for objects as they are now: what a webhook, a person or another object calls for. */
export const refreshObjectsOf = async <Client, Name extends string>(
  streams: AgentStreams<Client, Name>,
  ctx: Asked<OfConnection & { readonly objects: readonly { readonly type: string; readonly id: string }[] }>,
  { resolve }: Pick<StreamDoors<Name>, 'resolve'>,
): Promise<Omit<RefreshedStreams, 'poison'>> => {
  const { tenantId, payload } = ctx.task;
  const { connectionId, client } = await streams.clients.of(tenantId, payload.connectionId);
  const deps = runDepsOf(ctx, streams.agent, connectionId);
  const all: readonly BoundStream[] = Object.values(streams.bind(client));
  const { poison, ...result } = await refreshStreams(deps, all, payload.objects);
  if (poison.length > 0) {
    const objects = poison.map(({ externalId, why }) => ({ externalId, why }));
    ctx.emit('sync.quarantined', { stream: 'objects.refresh', objects });
  }
  if (result.changed > 0) resolve();
  return result;
};
