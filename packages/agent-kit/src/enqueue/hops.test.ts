import { defineContract } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { hopsTo } from './hops.ts';

const named = (agent: string) =>
  defineContract({ agent, description: '', tasks: {}, messages: {}, events: {}, state: {} });

describe('hopsTo', () => {
  it('counts what is handed to another agent, and not what an agent goes on with itself', () => {
    expect(hopsTo({ agent: 'sales', hops: 3 }, named('billing'))).toBe(4);
    expect(hopsTo({ agent: 'sales', hops: 3 }, named('sales'))).toBe(3);
  });

  it('stops agents that go round in circles', () => {
    expect(() => hopsTo({ agent: 'sales', hops: 25 }, named('billing'))).toThrow('in a circle');
    expect(hopsTo({ agent: 'sales', hops: 25 }, named('sales'))).toBe(25);
  });
});
