import { describe, expect, test } from 'vitest';
import { chooseOwner, type Lead } from './choose-owner.ts';
import { leadRouting } from './definition.ts';

const rules = leadRouting.settings.parse({
  territories: [{ countries: ['AT'], owners: ['1', '2'] }],
  owners: ['3', '4'],
});

const lead: Lead = {
  contactId: '100',
  countryCode: 'AT',
  account: undefined,
  defaultOwnerId: '9',
  activeOwnerIds: new Set(['1', '2', '3', '4', '9']),
};

describe('the owner of a lead', () => {
  test('is one of its territory, the same whenever it is asked for', () => {
    const owner = chooseOwner(lead, rules)?.ownerId;
    expect(['1', '2']).toContain(owner);
    expect(chooseOwner(lead, rules)?.ownerId).toBe(owner);
  });

  test('is each of them for about as many', () => {
    const chosen = Array.from({ length: 1_000 }, (_, id) =>
      chooseOwner({ ...lead, contactId: String(100_000 + id) }, rules),
    );
    const first = chosen.filter((one) => one?.ownerId === '1').length;
    expect(first).toBeGreaterThan(400);
    expect(first).toBeLessThan(600);
  });

  test('is nobody who has left', () => {
    expect(chooseOwner({ ...lead, activeOwnerIds: new Set(['2', '9']) }, rules)?.ownerId).toBe('2');
    expect(chooseOwner({ ...lead, activeOwnerIds: new Set(['9']) }, rules)?.ownerId).toBe('9');
    expect(chooseOwner({ ...lead, activeOwnerIds: new Set() }, rules)).toBeUndefined();
  });

  test('is one of those for all else where it is from elsewhere', () => {
    expect(['3', '4']).toContain(chooseOwner({ ...lead, countryCode: null }, rules)?.ownerId);
  });
});
