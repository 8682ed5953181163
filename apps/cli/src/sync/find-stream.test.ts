import { contracts } from '@sherpa/agents/contracts';
import { describe, expect, it } from 'vitest';
import { findStreamTask, streamNames } from './find-stream.ts';

describe('a stream by its name', () => {
  it('is kept by the agent that has a task for it', () => {
    expect(findStreamTask(contracts, 'contacts', 'sync')).toEqual({
      agent: 'sales',
      type: 'contacts.sync',
      vendor: 'hubspot',
    });
    expect(findStreamTask(contracts, 'invoices', 'audit')).toEqual({
      agent: 'billing',
      type: 'invoices.audit',
      vendor: 'stripe',
    });
  });

  it('that nobody keeps is refused with those there are', () => {
    expect(() => findStreamTask(contracts, 'contract', 'sync')).toThrow(/contacts, companies/u);
  });

  it('can be audited wherever it can be synced', () => {
    for (const name of streamNames(contracts)) {
      expect(findStreamTask(contracts, name, 'audit').type).toBe(`${name}.audit`);
    }
  });
});
