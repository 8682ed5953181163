import type { AgentNames } from './agent-names.ts';

const contract = ({
  kebab,
  camel,
  pascal,
}: AgentNames): string => `import { defineContract } from '@sherpa/core';
import { z } from 'zod';

/** What the ${kebab} agent accepts, tells and remembers. */
export const ${camel}Contract = defineContract({
  agent: '${kebab}',
  description: 'Says hello.',
  tasks: {
    hello: {
      description: 'Greets someone by name.',
      payload: z.strictObject({ name: z.string().min(1).default('world') }),
      result: z.object({ greeting: z.string() }),
    },
  },
  messages: {},
  events: {
    'hello.said': z.object({ attempt: z.int() }),
  },
  state: {},
});

export type ${pascal}Contract = typeof ${camel}Contract;
`;

const agent = ({
  camel,
  pascal,
}: AgentNames): string => `import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import { ${camel}Contract, type ${pascal}Contract } from './contract.ts';
import { sayHello } from './tasks/hello.ts';

class ${pascal}Agent extends BaseAgent<${pascal}Contract> {
  readonly contract = ${camel}Contract;
  protected readonly handlers: Handlers<${pascal}Contract> = { hello: sayHello };
}

export const make${pascal}Agent = (): ${pascal}Agent => new ${pascal}Agent();
`;

const hello = ({ pascal }: AgentNames): string => `import type { Handler } from '@sherpa/agent-kit';
import type { ${pascal}Contract } from '../contract.ts';

/** Greets, and tells that it did; the event is written together with the result. */
export const sayHello: Handler<${pascal}Contract, 'hello'> = async (ctx) => {
  ctx.emit('hello.said', { attempt: ctx.task.attempt });
  return { greeting: \`Hello, \${ctx.task.payload.name}!\` };
};
`;

const test = ({ kebab, pascal }: AgentNames): string => `import '@sherpa/devstack/vitest';
import { runAgent, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { make${pascal}Agent } from './agent.ts';
import type { ${pascal}Contract } from './contract.ts';

let kit: AgentUnderTest<${pascal}Contract>;
beforeAll(async () => {
  kit = await runAgent(make${pascal}Agent(), { postgresUrl: inject('postgresUrl') });
});
afterAll(async () => {
  await kit.stop();
});

describe('the ${kebab} agent', () => {
  test('greets by name and tells that it did', async () => {
    const task = await kit.run('hello', { name: 'Ada' });
    expect(task).toMatchObject({ status: 'completed', result: { greeting: 'Hello, Ada!' } });
    expect((await kit.events()).map((event) => event.type)).toContain('hello.said');
  });

  test('greets the world where no name is given', async () => {
    const task = await kit.run('hello', {});
    expect(task.result).toEqual({ greeting: 'Hello, world!' });
  });
});
`;

/** Every file of a new agent by its path in the agent's folder. */
export const agentFiles = (names: AgentNames): Readonly<Record<string, string>> => ({
  'contract.ts': contract(names),
  'agent.ts': agent(names),
  'tasks/hello.ts': hello(names),
  'agent.int.test.ts': test(names),
});
