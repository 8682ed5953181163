import { describe, expect, it } from 'vitest';
import { categoryOf } from './category-of.ts';
import { tagsOf, type PageFacts } from './tags-of.ts';

const facts = (over: Partial<PageFacts> = {}): PageFacts => ({
  title: 'Notes',
  path: [],
  properties: {},
  headings: [],
  ...over,
});
const several = (...names: readonly string[]) => ({
  type: 'multi_select',
  multi_select: names.map((name) => ({ name })),
});

describe('tagsOf', () => {
  it('takes the tags of the property that is called so, before any other choice', () => {
    const properties = { Tags: several('Billing', 'Dunning e-mails'), Regions: several('EMEA') };
    expect(tagsOf(facts({ properties }))).toEqual(['billing', 'dunning-e-mails']);
    expect(tagsOf(facts({ properties: { Regions: several('EMEA') } }))).toEqual(['emea']);
  });

  it('adds the page above and hashtags of headings, each once', () => {
    expect(
      tagsOf(facts({ path: ['Handbook', 'Finance'], headings: ['Close the month #finance #audit'] })),
    ).toEqual(['finance', 'audit']);
  });
});

describe('categoryOf', () => {
  it('believes the property', () => {
    const properties = { Category: { type: 'select', select: { name: 'Legal Policy' } } };
    expect(categoryOf(facts({ title: 'Incident 12', properties }))).toBe('legal-policy');
    expect(categoryOf(facts({ properties: { Type: { type: 'status', status: null } } }))).toBeNull();
  });

  it.each([
    ['Post-mortem: the queue was full', [], 'incident'],
    ['Refund policy', ['Handbook'], 'policy'],
    ['Dunning', ['Playbooks', 'Billing'], 'playbook'],
    ['Desks', ['Office', 'Rooms'], 'office'],
    ['Loose notes', [], null],
  ])('tells from title and path: %s', (title, path, category) => {
    expect(categoryOf(facts({ title, path }))).toBe(category);
  });
});
