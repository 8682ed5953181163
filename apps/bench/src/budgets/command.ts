import path from 'node:path';
import type { Command, CommandDeps } from '../command.ts';
import { startServers, type Servers } from '../servers/start-servers.ts';
import { startGround } from './ground.ts';
import { startHammerChild } from './hammer-child.ts';
import { parseBudgetOptions, type BudgetOptions } from './options.ts';
import type { Figures } from './plan.ts';
import { isGoodCase, toCaseLines, toCostLines } from './report.ts';
import { runCase, type CaseResult } from './run-case.ts';
import { measureTakes } from './take-cost.ts';

const PROCESSES = 4;
/** Callers for each kind of request; enough of them that some always wait. */
const LANES = 6;
const MS_PER_SECOND = 1_000;

/** The vendors' own figures. */
const FIGURES: Readonly<Record<Figures['plan'], Figures>> = {
  // Three endpoints of 25 could make 75, so the account's limit is the one that binds.
  stripe: { plan: 'stripe', limit: 60 },
  hubspot: { plan: 'hubspot', limit: 190 },
};

const placesOf = async ({ stores }: BudgetOptions, servers: Servers) => {
  const postgresUrl = await servers.createDatabase('budgets');
  return stores.map((store) => ({ store, queueUrl: store === 'redis' ? servers.redisUrl : postgresUrl }));
};

type Places = Awaited<ReturnType<typeof placesOf>>;

const measureCases = async (
  options: BudgetOptions,
  places: Places,
  { env, terminal, signal }: CommandDeps,
): Promise<readonly CaseResult[]> => {
  const ground = await startGround({ ...env });
  const children = Array.from({ length: Math.min(PROCESSES, Math.max(...options.workers)) }, () =>
    startHammerChild(env),
  );
  const results: CaseResult[] = [];
  try {
    for (const place of places) {
      for (const plan of options.plans) {
        for (const workers of options.workers) {
          signal.throwIfAborted();
          terminal.tell(`${place.store}, ${plan}, ${workers} workers, ${options.seconds} s`);
          const forMs = options.seconds * MS_PER_SECOND;
          const more = { namespace: 'bench', figures: FIGURES[plan], lanes: LANES, forMs, workers };
          results.push(await runCase({ ...place, ...more }, { ground, children }));
        }
      }
    }
    return results;
  } finally {
    await Promise.all(children.map((child) => child.end()));
    await ground.stop();
  }
};

/** Lets workers hammer the vendors, and measures what a call's budget costs; good when no case is bad. */
export const budgetsBench: Command = async (argv, deps) => {
  const options = parseBudgetOptions(argv);
  const { terminal } = deps;
  const servers = await startServers(path.join(deps.workspaceRoot, '.sherpa/bench'), deps.env);
  try {
    const places = await placesOf(options, servers);
    const costs = await measureTakes(places, options.takes);
    const cases = await measureCases(options, places, deps);
    const isGood = cases.every(isGoodCase);
    for (const line of [...toCaseLines(cases), '', ...toCostLines(costs)]) terminal.print(line);
    if (options.json) terminal.print(JSON.stringify({ ok: isGood, cases, costs }));
    return isGood;
  } finally {
    await servers.stop();
  }
};
