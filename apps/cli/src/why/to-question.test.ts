import { describe, expect, it } from 'vitest';
import { toQuestion } from './to-question.ts';

const id = '01943c00-0000-7000-8000-000000000001';

describe('what words ask for', () => {
  it.each([
    ['an id', [id], { kind: 'id', id }],
    ['a task', ['task', id], { kind: 'id', id }],
    ['a key', ['past-due:sub_1:in_1'], { kind: 'effect', effect: 'past-due:sub_1:in_1' }],
    ['a write by name', [`${id}/follow-up`], { kind: 'effect', effect: `${id}/follow-up` }],
    ['a key that looks like an id', ['effect', id], { kind: 'effect', effect: id }],
    ['an object in words', ['hubspot', 'task', '123'], { kind: 'object', object: 'hubspot:task:123' }],
    ['an object', ['stripe:customer:cus_1'], { kind: 'object', object: 'stripe:customer:cus_1' }],
    [
      'a field',
      ['customer', 'ada@acme.example', 'monthly', 'revenue'],
      { kind: 'field', customer: 'ada@acme.example', field: 'monthly revenue' },
    ],
  ])('is %s', (_what, words, question) => {
    expect(toQuestion(words)).toEqual(question);
  });

  it.each([[[]], [['']], [['customer', id]], [['hubspot', 'task']], [['one', 'two']], [['effect']]])(
    'is nothing in %j, and it says what could be',
    (words) => {
      expect(() => toQuestion(words)).toThrow(
        expect.objectContaining({ code: 'validation_failed', details: { problems: expect.any(Array) } }),
      );
    },
  );
});
