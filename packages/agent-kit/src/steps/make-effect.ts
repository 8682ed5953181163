import { AgentError, type Json } from '@sherpa/core';
import type { EffectEnd, IntendedEffect } from '@sherpa/db';
import type { EffectSpec } from '../agent/effect-spec.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { toTaskError } from '../engine/outcome.ts';
import { isOf, toRemembered } from './remembered.ts';
import { isKeyTrusted, refusalOf } from './refusal.ts';
import type { StepDeps } from './step-deps.ts';
import type { StepDesk } from './step-desk.ts';

/** Stripe's longest; a property of HubSpot or Notion takes more. */
const MAX_KEY_LENGTH = 255;

/** The same over all attempts, and plain letters, since it becomes an HTTP header. */
const defaultKey = (taskId: string, name: string): string => `sherpa:${taskId}:${encodeURIComponent(name)}`;

const refuse = (message: string, name: string): never => {
  throw new AgentError(message, { retry: 'never', details: { step: name } });
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
    if (key === '' || key.length > MAX_KEY_LENGTH) refuse('An effect needs a key of 1 to 255 letters.', name);
    const intent = toRemembered(spec.intent, name);
    const effect = await ledger.intend({ ...holder, name, vendor: spec.vendor, key, intent });
    return effect ?? desk.lose();
  };

  const record = async (end: EffectEnd): Promise<void> => {
    if (!(await ledger.end(end))) desk.lose();
  };

  /** What an earlier attempt is known to have written. */
  const landed = async (
    name: string,
    spec: EffectSpec<Json>,
    effect: IntendedEffect,
  ): Promise<Json | undefined> => {
    if (effect.before === undefined) return undefined;
    if (spec.verify !== undefined) return spec.verify(effect.key);
    if (effect.before === 'intended' && !isKeyTrusted(spec.vendor, effect.ageMs))
      refuse('Nobody can tell any more whether an effect happened: it has no verify.', name);
    return undefined;
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
      throw err;
    }
  };

  const doEffect = async (name: string, spec: EffectSpec<Json>): Promise<Json> => {
    await desk.open(name);
    const effect = await intend(name, spec);
    if (effect.before === 'performed') return effect.outcome;
    const found = await landed(name, spec, effect);
    const outcome = toRemembered(found === undefined ? await perform(name, spec, effect) : found, name);
    await record({ ...holder, name, status: 'performed', outcome });
    return outcome;
  };

  return async <T extends Json>(name: string, spec: EffectSpec<T>): Promise<T> => {
    const outcome = await doEffect(name, spec);
    if (isOf<T>(outcome)) return outcome;
    throw new AgentError('An effect was remembered with another type.', { retry: 'never' });
  };
};
