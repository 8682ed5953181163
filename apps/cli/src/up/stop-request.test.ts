import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { makeStopRequest } from './stop-request.ts';

const setUp = () => {
  const source = new EventEmitter();
  const clock = { nowMs: 0 };
  return { source, clock, request: makeStopRequest(source, () => clock.nowMs) };
};

describe('makeStopRequest', () => {
  it('is gentle at the first signal and hard at the second', () => {
    const { source, clock, request } = setUp();
    source.emit('SIGINT');
    expect([request.gentle.aborted, request.hard.aborted]).toEqual([true, false]);
    clock.nowMs = 1_000;
    source.emit('SIGTERM');
    expect(request.hard.aborted).toBe(true);
  });

  it('takes one key press that arrives twice for one', () => {
    const { source, clock, request } = setUp();
    source.emit('SIGINT');
    clock.nowMs = 5;
    source.emit('SIGINT');
    expect(request.hard.aborted).toBe(false);
  });

  it('leaves the signals alone once disposed', () => {
    const { source, request } = setUp();
    request.dispose();
    expect(source.eventNames()).toEqual([]);
  });
});
