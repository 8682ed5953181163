import { Argument, type Command } from 'commander';
import { parseDurationMs } from '../input/duration.ts';
import { makeAskAndTell, type AskAndTell } from '../sandbox/ask-and-tell.ts';
import { toJourneyLines } from '../sandbox/journey-lines.ts';
import { toStateLines } from '../sandbox/state-lines.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';
import { addSandboxChanges } from './sandbox-changes.ts';
import { addSandboxLists } from './sandbox-lists.ts';
import { addSandboxMoney } from './sandbox-money.ts';
import { addSandboxSettings } from './sandbox-settings.ts';
import { addSandboxTickets } from './sandbox-tickets.ts';

const addShow = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('show', { isDefault: true })
    .description('what the vendors hold, and the time there')
    .option(...jsonFlag)
    .action((options: JsonOption) => ask({ method: 'GET', path: '/state' }, options, toStateLines));
};

const addTime = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('advance')
    .argument('<duration>', 'such as 2h or 30d', parseDurationMs)
    .description('move the clock; what falls due on the way happens')
    .option(...jsonFlag)
    .action((advanceMs: number, options: JsonOption) =>
      ask({ method: 'POST', path: '/clock', body: { advanceMs } }, options, toJourneyLines),
    );
  sandbox
    .command('people')
    .addArgument(new Argument('<word>').choices(['on', 'off']))
    .description('whether people do their daily work: new contacts, deals, merges, tickets')
    .option(...jsonFlag)
    .action((word: string, options: JsonOption) => {
      const areOn = word === 'on';
      const said = areOn
        ? 'People go to work; `sandbox advance 1d` lets a day pass.'
        : 'People stay at home.';
      return ask({ method: 'POST', path: '/life', body: { people: areOn } }, options, () => [said]);
    });
};

/** `sandbox show|list|advance|people`, what happens to records, money and tickets, `faults|webhooks`. */
export const addSandboxCommand = (program: Command, deps: CommandDeps): void => {
  const sandbox = program
    .command('sandbox')
    .description('show and drive the local HubSpot, Stripe and Notion');
  const ask = makeAskAndTell(deps);
  addShow(sandbox, ask);
  addTime(sandbox, ask);
  addSandboxLists(sandbox, ask);
  addSandboxChanges(sandbox, ask);
  addSandboxMoney(sandbox, ask);
  addSandboxTickets(sandbox, ask);
  addSandboxSettings(sandbox, ask);
};
