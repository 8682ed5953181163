import { describe, expect, it } from 'vitest';
import { labelFilterOf, labelsOf } from './labels.ts';

const now = new Date('2026-05-20T00:00:00Z');
const page = {
  source: 'notion',
  category: 'policy',
  tags: ['billing'],
  path: ['Handbook', 'Finance'],
  editedAt: new Date('2026-04-30T23:59:00Z'),
};

describe('labelsOf', () => {
  it('names source, category, tags, every page above and the month', () => {
    expect(labelsOf(page)).toEqual([
      'source:notion',
      'category:policy',
      'tag:billing',
      'path:handbook',
      'path:handbook/finance',
      'month:2026-04',
    ]);
  });
});

describe('labelFilterOf', () => {
  it('asks for what a page of the filter has', () => {
    const { every } = labelFilterOf({ ...page, path: ['handbook'] }, now);
    expect(every).toEqual(['source:notion', 'category:policy', 'tag:billing', 'path:handbook']);
    for (const label of every) expect(labelsOf(page)).toContain(label);
  });

  it('asks for the months since then, or for none in particular where they are many', () => {
    expect(labelFilterOf({ editedSince: new Date('2026-03-31T12:00:00Z') }, now).any).toEqual([
      'month:2026-03',
      'month:2026-04',
      'month:2026-05',
      'month:2026-06',
    ]);
    expect(labelFilterOf({ editedSince: new Date('2016-01-01') }, now).any).toBeNull();
    expect(labelFilterOf({}, now)).toEqual({ every: [], any: null, hidden: [], kept: [] });
  });

  it('leaves out what stands below a page, but for some categories', () => {
    const hidden = { below: ['Handbook'], butCategories: ['policy'] };
    const filter = labelFilterOf({ hidden }, now);
    expect(filter).toMatchObject({ hidden: ['path:handbook'], kept: ['category:policy'] });
    for (const label of [...filter.hidden, ...filter.kept]) expect(labelsOf(page)).toContain(label);
  });
});
