import type { CommandDeps, JsonOption } from '../commands/command-deps.ts';
import { makeTerminal } from '../output/terminal.ts';
import { askSandbox, type SandboxCall } from './ask-sandbox.ts';

/** Makes a control call and tells of its answer. */
export type AskAndTell = (
  call: SandboxCall,
  options: JsonOption,
  toLines: (answer: unknown) => readonly string[],
) => Promise<void>;

export const makeAskAndTell =
  (deps: Pick<CommandDeps, 'env' | 'streams'>): AskAndTell =>
  async (call, { json = false }, toLines) => {
    const terminal = makeTerminal(deps.streams, { json });
    const answer = await askSandbox(deps.env, call);
    if (json) terminal.json(answer ?? {});
    else for (const line of toLines(answer)) terminal.line(line);
  };
