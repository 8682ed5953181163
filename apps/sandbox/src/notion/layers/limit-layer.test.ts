import { expect, test } from 'vitest';
import { json } from '../../http/reply.ts';
import type { VendorRequest } from '../../http/route.ts';
import { vendorLimits } from '../../limits/settings.ts';
import { makeLimitLayer } from './limit-layer.ts';

const request: VendorRequest = {
  id: 'r',
  method: 'GET',
  path: '/',
  url: '/',
  params: {},
  query: {},
  body: undefined,
  header: () => undefined,
};

const makeLimited = () => {
  const time = { nowMs: 0 };
  const limits = { ...vendorLimits().notion, perSecond: 3, burst: 6 };
  const layer = makeLimitLayer({ limits, nowMs: () => time.nowMs });
  const ask = async () => {
    const reply = await layer(request, async () => json({}));
    return reply.kind === 'answer' ? (reply.headers['Retry-After'] ?? 'ok') : reply.kind;
  };
  return { time, ask };
};

test('gives what was saved at once, then so many a second', async () => {
  const { time, ask } = makeLimited();
  const outcomes: string[] = [];
  for (let call = 0; call < 7; call += 1) outcomes.push(await ask());
  expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', '1']);
  time.nowMs += 1_000;
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual(['ok', 'ok', 'ok', '1']);
});

test('saves no more than a burst', async () => {
  const { time, ask } = makeLimited();
  time.nowMs += 60_000;
  const outcomes: string[] = [];
  for (let call = 0; call < 8; call += 1) outcomes.push(await ask());
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(6);
});
