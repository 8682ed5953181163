import type { Case, Client } from '@sherpa/api';
import type { Arguments } from './arguments.ts';
import { prepare } from './company/prepare.ts';
import { settle } from './company/settle.ts';
import { startCompany, type Company } from './company/start-company.ts';
import type { Outcome } from './report/outcome.ts';
import {
  checkDeals,
  checkDigests,
  checkDisputes,
  checkEffects,
  checkPayments,
  checkTasks,
} from './truth/checks.ts';
import { readEnd } from './truth/read-end.ts';
import { askSandbox } from '@sherpa/integrations/sandbox';
import { liveYear, type MonthEnd, type Year } from './year/live-year.ts';
import { makeMischief, noMischief, type Mischief } from './year/mischief.ts';
import { takeOverSweeps } from './year/sweeps.ts';

export interface ReplayDeps {
  readonly options: Arguments;
  readonly home: string;
  readonly tell: (line: string) => void;
  readonly stopping: AbortSignal;
}

const PAGE = 200;
/** A line for each week, as a day goes by in seconds. */
const TELL_EVERY_DAYS = 7;

const allCases = async (client: Client): Promise<readonly Case[]> => {
  const all: Case[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.cases.list({
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.cases);
    cursor = page.nextCursor;
  }
  return all;
};

const tellMonth = ({ month, revenue }: MonthEnd): string =>
  revenue.differences.length === 0
    ? `${month}: revenue as Stripe says, to the cent`
    : `${month}: ${revenue.differences.length} payers differ`;

const audit = async (
  company: Company,
  year: Year,
): Promise<Pick<Outcome, 'checks' | 'cases' | 'effects' | 'tasks'>> => {
  const { client, sandbox } = company;
  const { tasks } = await client.status();
  const cases = await allCases(client);
  const effects = await sandbox.effects();
  const end = await readEnd(askSandbox(sandbox.url));
  return {
    cases,
    effects,
    tasks,
    checks: [
      checkPayments(end, cases),
      checkDisputes(end, cases),
      checkDeals(end, cases, year.startedAt),
      checkDigests(end, year.days),
      checkEffects(effects),
      checkTasks(tasks),
    ],
  };
};

/** Starts a company, lives through the months, and compares what came of it with what the vendors hold. */
export const replay = async ({ options, home, tell, stopping }: ReplayDeps): Promise<Outcome> => {
  const { months, contacts, seed, queue } = options;
  const beganMs = performance.now();
  tell(`A company of ${contacts} contacts and its fleet start in ${home}.`);
  const company = await startCompany({ home, contacts, seed, queue, tell: () => undefined });
  const mischief: Mischief = options.chaos ? makeMischief(company, seed) : noMischief;
  try {
    await prepare(company, askSandbox(company.sandbox.url).hubspot);
    const sweeps = await takeOverSweeps(company.client);
    await settle(company);
    tell(`Everything is read; ${sweeps.length} sweeps a night. ${months} months begin.`);
    // Onboarding pages are the fleet's to make.
    await company.sandbox.set('life', { people: true, onboarding: false });
    const year = await liveYear({
      company,
      sweeps,
      mischief,
      months,
      onDay: ({ today, day, of }) => {
        stopping.throwIfAborted();
        if (day % TELL_EVERY_DAYS !== 0) return;
        const seconds = (performance.now() - beganMs) / 1_000;
        const left = Math.round(((seconds / day) * (of - day)) / 60);
        tell(`${today}  day ${day} of ${of}, about ${left} min to go`);
      },
      onMonth: (month) => tell(tellMonth(month)),
    });
    await company.sandbox.clearFaults();
    await settle(company);
    return {
      year,
      ...(await audit(company, year)),
      mischief: mischief.done,
      seconds: (performance.now() - beganMs) / 1_000,
    };
  } finally {
    await company.stop();
  }
};
