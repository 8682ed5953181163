import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toProblems } from './problems.ts';

const problemsOf = (schema: z.ZodType, value: unknown): readonly string[] => {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : toProblems(error).map(({ field, problem }) => `${field} ${problem}`);
};

describe('what is wrong with an input', () => {
  it.each([
    [z.object({ id: z.uuid() }), { id: 'x' }, 'id is not an id such as 019acc7e-2b1f-7d04-8c55-6f0d3a9be124'],
    [z.object({ at: z.iso.datetime() }), { at: 'x' }, 'at is not a moment such as 2026-11-27T09:00:00Z'],
    [z.object({ q: z.string().max(200) }), { q: 'x'.repeat(201) }, 'q is longer than 200 characters'],
    [z.object({ q: z.string().min(1) }), { q: '' }, 'q is empty'],
    [z.object({ n: z.int().min(1) }), { n: 0 }, 'n is less than 1'],
    [z.object({ n: z.number().lt(3) }), { n: 3 }, 'n is not less than 3'],
    [z.object({ all: z.array(z.int()).max(1) }), { all: [1, 2] }, 'all has more than 1 entry'],
    [z.object({ name: z.string() }), {}, 'name is missing'],
    [z.object({ name: z.string() }), { name: 7 }, 'name is not a text'],
    [z.object({ kind: z.enum(['a', 'b']) }), { kind: 'c' }, 'kind is none of a, b'],
    [z.strictObject({}), { more: 1 }, 'input has what is not known here: more'],
    [z.union([z.int(), z.boolean()]), 'x', 'input is nothing of what may stand here'],
    [z.string().refine(() => false, 'needs a node'), 'x', 'input needs a node'],
    [z.string().regex(/a/u, 'has no a'), 'x', 'input has no a'],
  ])('is told in plain words: %#', (schema, value, problem) => {
    expect(problemsOf(schema, value)).toEqual([problem]);
  });
});
