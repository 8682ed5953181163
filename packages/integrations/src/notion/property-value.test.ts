import { describe, expect, it } from 'vitest';
import { propertySchema } from './property-value.ts';

const read = (property: object) => propertySchema.parse({ id: 'x', ...property });

describe('propertySchema', () => {
  it.each([
    [{ type: 'rich_text', rich_text: [{ plain_text: 'a' }, { plain_text: 'b' }] }, 'ab'],
    [{ type: 'select', select: null }, null],
    [{ type: 'formula', formula: { type: 'number', number: 3 } }, 3],
    [{ type: 'formula', formula: { type: 'date', date: null } }, null],
    [{ type: 'unique_id', unique_id: { prefix: 'T', number: 4 } }, 'T-4'],
    [{ type: 'people', people: [{ object: 'user', id: 'u' }] }, ['u']],
    [{ type: 'rollup', rollup: { type: 'array', array: [] } }, null],
    [{ type: 'number', number: 'not one' }, null],
  ])('reads %j', (property, value) => {
    expect(read(property).value).toEqual(value);
  });

  it('knows what may be cut though Notion does not say so', () => {
    const people = Array.from({ length: 25 }, (_unused, index) => ({ id: String(index) }));
    expect(read({ type: 'people', people }).isCut).toBe(true);
    expect(read({ type: 'relation', relation: people, has_more: false }).isCut).toBe(false);
  });
});
