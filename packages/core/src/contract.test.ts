import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract, workflowBegunBy } from './contract.ts';
import { ConfigError, ValidationError } from './errors.ts';
import { findWork, workOf } from './work.ts';

const task = { description: 'A task.', payload: z.object({ n: z.int() }), result: z.object({ n: z.int() }) };
const message = { description: 'A message.', payload: z.object({ text: z.string() }) };
const base = {
  agent: 'probe',
  description: 'A probe.',
  tasks: { 'thing.do': task },
  messages: {},
  events: {},
  state: {},
};

describe('defineContract', () => {
  test('refuses an agent name that could not be a queue or a folder', () => {
    expect(() => defineContract({ ...base, agent: 'Probe Agent' })).toThrow(ConfigError);
  });

  test('refuses a task and a message of one name, since a message is delivered as a task', () => {
    expect(() => defineContract({ ...base, messages: { 'thing.do': message } })).toThrow(
      /both a task and a message/u,
    );
  });

  test('refuses work that would never be tried', () => {
    const tasks = { 'thing.do': { ...task, retry: { attempts: 0 } } };
    expect(() => defineContract({ ...base, tasks })).toThrow(/at least one attempt/u);
  });

  test('refuses a type that does not read as noun.verb', () => {
    expect(() => defineContract({ ...base, tasks: { 'Thing Do': task } })).toThrow(ConfigError);
  });

  test('refuses a workflow that begins with what the agent does not have, and tells of what each is begun', () => {
    const workflow = { name: 'follow-up', description: 'Follows up.', settings: z.strictObject({}) };
    const withWork = (begins: readonly string[]) =>
      defineContract({ ...base, tasks: { 'thing.do': task }, workflows: [{ ...workflow, begins }] });
    expect(() => withWork(['thing.undo'])).toThrow(/begins with "thing.undo"/u);
    expect(workflowBegunBy(withWork(['thing.do']), 'thing.do')).toBe('follow-up');
    expect(workflowBegunBy(withWork([]), 'thing.do')).toBeUndefined();
  });
});

describe('work of a contract', () => {
  const contract = defineContract({
    ...base,
    tasks: { 'thing.do': { ...task, retry: { attempts: 2 }, priority: 1 } },
    messages: { 'thing.said': message },
  });

  test('its policy is filled with defaults', () => {
    expect(findWork(contract, 'thing.do')).toMatchObject({
      agent: 'probe',
      kind: 'task',
      priority: 1,
      retry: { attempts: 2, delayMs: 2_000, maxDelayMs: 300_000 },
      timeoutMs: 600_000,
      keepKey: 'until-finished',
    });
    expect(workOf(contract).map((work) => `${work.kind} ${work.type}`)).toEqual([
      'task thing.do',
      'message thing.said',
    ]);
  });

  const thrownBy = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (err) {
      return err;
    }
  };

  test('an unknown type is refused with what there is', () => {
    const error = thrownBy(() => findWork(contract, 'thing.undo'));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      details: { problems: [{ field: 'type', problem: expect.stringContaining('thing.do, thing.said') }] },
    });
  });

  test('a payload that does not fit is refused by field, without repeating its value', () => {
    const error = thrownBy(() => findWork(contract, 'thing.do').parsePayload({ n: 'secret@x.test' }));
    expect(error).toMatchObject({
      code: 'validation_failed',
      retry: 'never',
      details: { problems: [{ field: 'n' }] },
    });
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});
