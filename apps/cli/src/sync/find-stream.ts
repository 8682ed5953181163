import type { Contract, Vendor } from '@sherpa/core';
import { InvalidArgumentError } from 'commander';

/** The task that does something about a stream, and whose it is. */
export interface StreamTask {
  readonly agent: string;
  readonly type: string;
  /** Whose objects it reads. */
  readonly vendor: Vendor | undefined;
}

const NAME = /^(?<stream>.+)\.sync$/u;

/** Every stream that an agent keeps. */
export const streamNames = (contracts: readonly Contract[]): readonly string[] =>
  contracts.flatMap(({ tasks }) =>
    Object.keys(tasks).flatMap((type) => NAME.exec(type)?.groups?.['stream'] ?? []),
  );

/** The task that syncs or audits the stream of that name. */
export const findStreamTask = (
  contracts: readonly Contract[],
  stream: string,
  what: 'sync' | 'audit',
): StreamTask => {
  const type = `${stream}.${what}`;
  const contract = contracts.find(({ tasks }) => type in tasks);
  const task = contract?.tasks[type];
  if (contract !== undefined && task !== undefined)
    return { agent: contract.agent, type, vendor: task.perConnection };
  throw new InvalidArgumentError(`There is no such stream; one of: ${streamNames(contracts).join(', ')}.`);
};
