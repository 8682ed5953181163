import { json, type Answer } from '../http/reply.ts';
import { invalid } from './errors.ts';
import { toRefusal, type WriteFailure } from './writes.ts';

export interface BatchError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** A batch's answer: 200 or 201 when all went well, 207 with the errors beside the results when not. */
export const batchAnswer = (
  results: readonly object[],
  errors: readonly BatchError[],
  atMs: number,
  okStatus = 200,
): Answer => {
  const at = new Date(atMs).toISOString();
  const body = { status: 'COMPLETE', results, requestedAt: at, startedAt: at, completedAt: at };
  return errors.length === 0
    ? json(body, okStatus)
    : json({ ...body, numErrors: errors.length, errors }, 207);
};

export interface Traced {
  readonly objectWriteTraceId?: string | undefined;
}

export interface Planned<I> {
  readonly input: I;
  readonly failure: WriteFailure | undefined;
  run(): object;
}

const hasOwnTraces = (inputs: readonly Traced[]): boolean => {
  const traces = inputs.map((input) => input.objectWriteTraceId);
  return !traces.includes(undefined) && new Set(traces).size === traces.length;
};

/**
 * Runs a planned batch. One bad input spoils all of it, unless every input carries a trace id of its
 * own: only then does HubSpot do the good ones and report the bad ones.
 */
export const runBatch = <I extends Traced>(
  plans: readonly Planned<I>[],
  atMs: number,
  okStatus: number,
): Answer => {
  const failed = plans.flatMap(({ input, failure }) => (failure === undefined ? [] : [{ input, failure }]));
  const [first] = failed;
  if (first !== undefined && !hasOwnTraces(plans.map(({ input }) => input))) throw toRefusal(first.failure);
  const results = plans.flatMap((plan) => (plan.failure === undefined ? [plan.run()] : []));
  const errors = failed.map(({ input, failure }): BatchError => ({
    status: 'error',
    category: failure.category,
    message: failure.message,
    context: { objectWriteTraceId: [input.objectWriteTraceId ?? ''] },
  }));
  return batchAnswer(results, errors, atMs, okStatus);
};

/** HubSpot refuses a batch that names one record twice. */
export const refuseDuplicates = (keys: readonly string[]): void => {
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) {
    throw invalid(`Duplicate IDs found in batch input: [${repeated}]. IDs must be unique.`);
  }
};
