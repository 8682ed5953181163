import { routes } from '@sherpa/api';
import { listStreams } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { toStream } from './to-stream.ts';

export const getSync = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listStreams, async (_request, caller) => {
    const streams = await db.withTenant(await caller.tenantId(), listStreams);
    return { streams: streams.map(toStream) };
  });
