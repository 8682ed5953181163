import { describe, expect, it } from 'vitest';
import { planProcesses, type FleetSettings } from './process-plan.ts';

const settings: FleetSettings = {
  databaseUrl: 'postgres://127.0.0.1:5433/sherpa',
  queueUrl: 'redis://127.0.0.1:6380',
  apiKey: 'key',
  credentialKeys: 'home:key',
  gateway: { host: '127.0.0.1', port: 4_000 },
  sandbox: { host: '127.0.0.1', port: 4_010 },
  logsDir: '/data/logs',
};
const inherited = { root: '/house', env: { LANG: 'C', HEALTH_PORT: '9090', DATABASE_URL: 'other' } };

describe('planProcesses', () => {
  it('plans one process per agent beside sandbox, gateway and conductor', () => {
    const plans = planProcesses(inherited, ['sales', 'billing'], settings);
    expect(plans.map(({ name, stage }) => [name, stage])).toEqual([
      ['sandbox', 'sandbox'],
      ['gateway', 'core'],
      ['conductor', 'core'],
      ['worker-sales', 'agents'],
      ['worker-billing', 'agents'],
    ]);
    expect(plans.at(-1)).toMatchObject({
      script: '/house/apps/worker/src/main.ts',
      args: ['--agent', 'billing'],
    });
  });

  it('gives every process the same servers, and none a health port of another', () => {
    for (const { env } of planProcesses(inherited, ['sales'], settings)) {
      expect(env).toMatchObject({
        DATABASE_URL: settings.databaseUrl,
        QUEUE_URL: settings.queueUrl,
        LANG: 'C',
      });
      expect(env).not.toHaveProperty('HEALTH_PORT');
    }
  });

  it('sends the agents to the sandbox, or leaves real vendors alone', () => {
    const played = planProcesses(inherited, ['sales'], settings).at(-1);
    expect(played?.env).toMatchObject({
      HUBSPOT_BASE_URL: 'http://127.0.0.1:4010',
      NOTION_BASE_URL: 'http://127.0.0.1:4010/notion',
      GATEWAY_PUBLIC_URL: 'http://127.0.0.1:4000',
    });
    const real = planProcesses(inherited, ['sales'], { ...settings, sandbox: undefined });
    expect(real.map(({ name }) => name)).not.toContain('sandbox');
    expect(real.at(-1)?.env).not.toHaveProperty('HUBSPOT_BASE_URL');
    expect(real.at(-1)?.env).not.toHaveProperty('GATEWAY_PUBLIC_URL');
  });
});
