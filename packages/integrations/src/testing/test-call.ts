import { AppError, systemClock } from '@sherpa/core';
import type { CallBudget } from '../call/call-budget.ts';
import { makeCall, type Call } from '../call/make-call.ts';
import type { CallObservation } from '../call/observe-call.ts';

/** A real call whose rests take no time, with what it told. */
export interface TestCall {
  readonly call: Call;
  readonly observations: readonly CallObservation[];
  readonly logged: readonly { level: string; message: string; fields: Readonly<Record<string, unknown>> }[];
  readonly rests: readonly number[];
}

/** Makes such a call; where given, its first use ends after the first of the times, and so on. */
export const makeTestCall = ({
  timeoutsMs = [],
  budget,
}: { timeoutsMs?: readonly number[]; budget?: CallBudget } = {}): TestCall => {
  let uses = 0;
  const observations: CallObservation[] = [];
  const rests: number[] = [];
  const logged: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const tell =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      logged.push({ level, message, fields });
    };
  const call = makeCall({
    vendor: 'vendor',
    log: { debug: tell('debug'), info: tell('info'), warn: tell('warn') },
    onCall: (observation) => observations.push(observation),
    clock: systemClock,
    budget,
    random: () => 0,
    sleep: async (ms) => {
      rests.push(ms);
    },
  });
  return {
    call: (request) => {
      const timeoutMs = timeoutsMs[uses];
      uses += 1;
      return call(timeoutMs === undefined ? request : { ...request, timeoutMs });
    },
    observations,
    logged,
    rests,
  };
};

/** The `AppError` that something rejects with. */
export const errorOf = async (promise: Promise<unknown>): Promise<AppError> => {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw new Error('Expected an AppError.', { cause: thrown });
};

/** Everything that a log could show of an error: its own fields, its stack and those of its causes. */
export const allTextOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return JSON.stringify(thrown) ?? '';
  const own = Object.getOwnPropertyNames(thrown).map((name) => {
    const value: unknown = Reflect.get(thrown, name);
    return value instanceof Error ? allTextOf(value) : `${name}=${JSON.stringify(value)}`;
  });
  return own.join('\n');
};
