import type { Json } from '@sherpa/core';
import type { EffectEnd, IntendedEffect } from '@sherpa/db';
import type { EffectSpec } from '../agent/effect-spec.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { toTaskError } from '../engine/outcome.ts';
import { isKeyTrusted, refusalOf, toRetryable } from './refusal.ts';
import { refuseStep } from './refuse-step.ts';
import { recall, toRemembered } from './remembered.ts';
import type { StepDeps } from './step-deps.ts';
import type { StepDesk } from './step-desk.ts';

/** What Stripe takes, where it is an HTTP header; a property of HubSpot or Notion takes more. */
const KEY = /^[\u0020-\u007e]{1,255}$/u;

/** The same over all attempts. */
const defaultKey = (taskId: string, name: string): string => `sherpa:${taskId}:${encodeURIComponent(name)}`;

/** What an earlier attempt is known to have written. */
const landed = async (
  name: string,
  spec: EffectSpec<Json>,
  effect: IntendedEffect,
): Promise<Json | undefined> => {
  if (effect.before === undefined) return undefined;
  if (spec.verify !== undefined) return spec.verify(effect.key);
  if (effect.before === 'intended' && !isKeyTrusted(spec.vendor, effect.ageMs))
    refuseStep('Nobody can tell any more whether an effect happened: it has no verify.', name);
  return undefined;
};

/**
 * Writes the intent, makes the write, records how it ended. Where an earlier attempt may have made it,
 * `verify` is asked first.
 */
export const makeEffect = (deps: StepDeps, desk: StepDesk): TaskContext['effect'] => {
  const { task, ledger, signal } = deps;
  const holder = { taskId: task.id, attempt: task.attempt, workerId: task.workerId };

  const intend = async (name: string, spec: EffectSpec<Json>): Promise<IntendedEffect> => {
    const key = spec.key ?? defaultKey(task.id, name);
    if (!KEY.test(key)) refuseStep('An effect needs a key of 1 to 255 plain letters.', name);
    const intent = toRemembered(spec.intent, name);
    const effect = await ledger.intend({ ...holder, name, vendor: spec.vendor, key, intent });
    return effect ?? desk.lose();
  };

  const record = async (end: EffectEnd): Promise<void> => {
    if (!(await ledger.end(end))) desk.lose();
  };

  const perform = async (name: string, spec: EffectSpec<Json>, effect: IntendedEffect): Promise<Json> => {
    signal.throwIfAborted();
    try {
      return await spec.perform(effect.key);
    } catch (err) {
      const refusal = refusalOf(spec.vendor, err);
      // A refusal of this request says nothing of an earlier one, unless it is the key's own answer.
      const isOver = refusal === 'kept' || (refusal === 'refused' && effect.before !== 'intended');
      const error = toTaskError(err);
      if (isOver) await record({ ...holder, name, status: 'failed', error, isKeySpent: refusal === 'kept' });
      throw spec.verify === undefined ? err : toRetryable(err);
    }
  };

  const doEffect = async (name: string, spec: EffectSpec<Json>): Promise<Json> => {
    await desk.open(name);
    const effect = await intend(name, spec);
    if (effect.before === 'performed') return effect.outcome;
    const found = await landed(name, spec, effect);
    const outcome = toRemembered(found === undefined ? await perform(name, spec, effect) : found, name);
    await record({ ...holder, name, status: 'performed', outcome });
    await deps.advanced();
    return outcome;
  };

  return async (name, spec) => recall(await doEffect(name, spec), spec.perform);
};
