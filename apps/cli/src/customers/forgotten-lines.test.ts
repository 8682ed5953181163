import { describe, expect, it } from 'vitest';
import { forgottenLines, whomLine } from './forgotten-lines.ts';

const customerIds = ['01890000-0000-7000-8000-000000000001'];

describe('forgetting, told to a person', () => {
  it('says how many it would be, and of which vendors', () => {
    expect(whomLine({ email: 'a@x.test' }, { customers: 1, objects: { hubspot: 2, stripe: 1 } })).toBe(
      'That would forget 1 customer, 3 objects (2 of HubSpot, 1 of Stripe).',
    );
    expect(whomLine({ node: 'hubspot:contact:9' }, { customers: 0, objects: {} })).toBe(
      'Nobody is known by hubspot:contact:9; the object would be kept out all the same.',
    );
  });

  it('says who was forgotten in numbers, and in which tables', () => {
    const rows = { customer_cache: 1, logs: 0, agent_tasks: 2 };
    expect(forgottenLines({ email: 'a@x.test' }, { customerIds, objects: { hubspot: 1 }, rows })).toEqual([
      'Forgotten: 1 customer, 1 object (1 of HubSpot).',
      'customer_cache: 1 row',
      'agent_tasks: 2 rows',
    ]);
  });

  it('says so where nobody is known', () => {
    const done = { customerIds: [], objects: {}, rows: { customer_cache: 0 } };
    expect(forgottenLines({ email: 'a@x.test' }, done)).toEqual([
      'Nobody is known by a@x.test; the address is kept out from now on all the same.',
    ]);
  });
});
