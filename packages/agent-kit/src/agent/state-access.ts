import { AgentError, type Contract, type Json, type StateKey, type StateOf, toJson } from '@sherpa/core';
import type { StateChange, StateValue } from '@sherpa/db';

/** What the agent remembers for this task's tenant. */
export interface StateAccess<C extends Contract> {
  /** The remembered value, or undefined where there is none or it no longer fits its schema. */
  get<K extends StateKey<C>>(key: K): Promise<StateOf<C, K> | undefined>;
  /**
   * Remembers a value with this task's result. If another task changes the same key first, this
   * attempt fails and is tried again on the newer value.
   */
  set<K extends StateKey<C>>(key: K, value: StateOf<C, K>): void;
}

export interface StateStore {
  readonly access: StateAccess<Contract>;
  /** What was set, with the versions that were read. */
  changes(): Promise<readonly StateChange[]>;
}

const parseWith = (contract: Contract, key: string, value: unknown): { fits: boolean; data: unknown } => {
  const parsed = contract.state[key]?.safeParse(value);
  return parsed?.success === true ? { fits: true, data: parsed.data } : { fits: false, data: undefined };
};

/** State of one task: read on first use, written with its finish. */
export const makeState = (
  contract: Contract,
  read: (key: string) => Promise<StateValue | undefined>,
): StateStore => {
  const seen = new Map<string, Promise<StateValue | undefined>>();
  const set = new Map<string, Json>();
  const load = (key: string): Promise<StateValue | undefined> => {
    const known = seen.get(key) ?? read(key);
    seen.set(key, known);
    return known;
  };
  const access: StateAccess<Contract> = {
    get: async (key) => {
      const value = set.has(key) ? set.get(key) : (await load(key))?.value;
      return parseWith(contract, key, value).data;
    },
    set: (key, value) => {
      const json = toJson(value);
      if (!parseWith(contract, key, value).fits || json === undefined) {
        throw new AgentError('The value does not fit the state of the contract.', {
          retry: 'never',
          details: { key },
        });
      }
      set.set(key, json);
    },
  };
  return {
    access,
    changes: () =>
      Promise.all(
        [...set].map(async ([key, value]) => ({ key, value, version: (await load(key))?.version ?? 0 })),
      ),
  };
};
