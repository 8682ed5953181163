import { describe, expect, it } from 'vitest';
import { json, startFaultyServer } from '../testing/faulty-server.ts';
import { makeTestCall } from '../testing/test-call.ts';
import { makeHubSpot, wonStageIds } from './index.ts';

const stage = (id: string, metadata: Record<string, unknown>) => ({ id, label: id, metadata });

describe('listPipelines', () => {
  it('goes by what the metadata says and not by what a stage is called', async () => {
    const stages = [
      stage('closedwon', { isClosed: 'false', probability: '0.9' }),
      stage('8812', { isClosed: 'true', probability: '1.0' }),
      stage('8813', { isClosed: 'true', probability: '0.0' }),
      stage('sure but open', { isClosed: 'false', probability: '1.0' }),
      stage('bare', {}),
    ];
    await using server = await startFaultyServer(json({ results: [{ id: 'p', label: 'P', stages }] }));
    const { call } = makeTestCall();
    const hubspot = makeHubSpot({ accessToken: 'token', baseUrl: server.url, call });
    const pipelines = await hubspot.listPipelines('deals');
    expect([...wonStageIds(pipelines)]).toEqual(['8812']);
    expect(pipelines[0]?.stages.map(({ isClosed }) => isClosed)).toEqual([false, true, true, false, false]);
  });
});
