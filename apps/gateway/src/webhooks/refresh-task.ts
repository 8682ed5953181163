import type { Contract, Vendor } from '@sherpa/core';
import type { DeliveredObject } from '@sherpa/db';

const TYPE = 'objects.refresh';

/** Bursts come within it, and are one task; in milliseconds. */
const REST_MS = 1_000;

/** Objects of one task: what HubSpot reads in one call. */
export const OBJECTS_PER_TASK = 100;

const agents: Readonly<Record<Vendor, string>> = {
  hubspot: 'sales',
  stripe: 'billing',
  notion: 'knowledge',
};

/** The agent that keeps a vendor's objects. */
export const agentOf = (vendor: Vendor): string => agents[vendor];

/** Whether this fleet has an agent that asks that vendor for objects. */
export const takesRefreshes = (contracts: readonly Contract[], vendor: Vendor): boolean =>
  contracts.some(({ agent, tasks }) => agent === agentOf(vendor) && TYPE in tasks);

/** What a task is to ask for. */
export interface Refresh {
  readonly vendor: Vendor;
  readonly connectionId: string;
  readonly objects: readonly DeliveredObject[];
  /** Kept with the task. */
  readonly reason: string;
}

/** The task that asks a vendor for objects as they are. */
export const toRefreshTask = ({ vendor, connectionId, objects, reason }: Refresh) => ({
  agent: agentOf(vendor),
  type: TYPE,
  payload: { connectionId, objects, reason },
  delayMs: REST_MS,
});
