import { describe, expect, test } from 'vitest';
import { toJson } from './json.ts';

describe('toJson', () => {
  test('leaves out what is undefined and writes dates as ISO strings', () => {
    expect(toJson({ a: undefined, b: new Date(0), c: [1, null] })).toEqual({
      b: '1970-01-01T00:00:00.000Z',
      c: [1, null],
    });
  });

  test('says so where JSON has no form', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect([toJson(undefined), toJson(1n), toJson(circle), toJson(() => 1)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
