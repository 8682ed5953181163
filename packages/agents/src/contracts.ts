import type { Contract } from '@sherpa/core';
import { registry } from './registry.ts';

/** The contract of every agent, without any agent's code. */
export const contracts: readonly Contract[] = Object.values(registry).map((entry) => entry.contract);
