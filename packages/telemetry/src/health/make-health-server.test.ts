import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMetrics } from '../metrics/make-metrics.ts';
import { makeHealthServer, type HealthServer } from './make-health-server.ts';

describe('makeHealthServer', () => {
  let server: HealthServer;
  let isReady: () => boolean | Promise<boolean> = () => true;

  beforeEach(async () => {
    server = await makeHealthServer({
      host: '127.0.0.1',
      port: 0,
      live: () => true,
      ready: () => isReady(),
      metrics: makeMetrics({ process: 'worker-sales' }),
    });
  });

  afterEach(async () => server.close());

  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return { status: response.status, body: await response.text() };
  };

  it('says that the process lives', async () => {
    expect(await get('/health/live')).toEqual({ status: 200, body: '{"ok":true}' });
  });

  it.each([
    ['says no', () => false],
    [
      'throws',
      () => {
        throw new Error('jane@example.com');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('jane@example.com'))],
  ])('is not ready when its check %s', async (_how, check) => {
    isReady = check;
    expect(await get('/health/ready?verbose')).toEqual({ status: 503, body: '{"ok":false}' });
  });

  it('serves metrics', async () => {
    const { status, body } = await get('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('process="worker-sales"');
  });

  it('serves nothing else', async () => {
    expect((await get('/')).status).toBe(404);
    expect((await get('/metrics', 'POST')).status).toBe(405);
  });
});
