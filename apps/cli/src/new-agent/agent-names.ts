import { ValidationError } from '@sherpa/core';

/** An agent's name in the shapes that its code needs. */
export interface AgentNames {
  /** `late-payers` */
  readonly kebab: string;
  /** `latePayers` */
  readonly camel: string;
  /** `LatePayers` */
  readonly pascal: string;
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u;
const LONGEST = 31;
// What lies beside the agents' folders, or what the package exports under that name.
const TAKEN = new Set(['agent-deps', 'contracts', 'registry', 'testing']);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const refuse = (problem: string): never => {
  throw new ValidationError('An agent cannot have this name.', {
    details: { problems: [{ field: 'name', problem }] },
  });
};

/** The name in all its shapes, or `ValidationError` that says what a name looks like. */
export const parseAgentName = (name: string): AgentNames => {
  if (!NAME.test(name) || name.length > LONGEST) {
    refuse(`must be lower case words of letters and digits joined by dashes, ${LONGEST} characters at most`);
  }
  if (TAKEN.has(name)) refuse(`"${name}" means something else in packages/agents`);
  const pascal = name.split('-').map(capital).join('');
  return { kebab: name, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal };
};
