import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import type { Command } from '../command.ts';
import { startServers, type Servers } from '../servers/start-servers.ts';
import { judge } from './bars.ts';
import { toRows } from './figures.ts';
import { measureAll } from './measure-all.ts';
import { parseOptions } from './options.ts';
import { toFigures, toRatios } from './ratios.ts';
import { toTable } from './report/table.ts';
import { toVerdictLines } from './report/verdicts.ts';
import { makeScratch, writeReport, type Report } from './report/write-report.ts';
import type { Run } from './run.ts';

const describeGround = ({ versions }: Servers, rounds: number): string => {
  const model = cpus()[0]?.model.trim() ?? 'CPU';
  const day = new Date().toISOString().slice(0, 10);
  return `Medians of ${rounds} interleaved rounds, line: min to max. PostgreSQL ${versions.postgres}, Redis ${versions.redis}, Node ${process.versions.node}, ${availableParallelism()} × ${model}, ${day}.`;
};

const toReport = (runs: readonly Run[], servers: Servers): Report & { readonly isGood: boolean } => {
  const rows = toRows(runs);
  const figures = toFigures(rows);
  const verdicts = judge(figures);
  const isGood = verdicts.every(({ isMet }) => isMet !== false);
  const lines = [...toTable(rows), '', 'bars', ...toVerdictLines(verdicts)];
  // Every drain is preceded by an `enqueue-bulk`, which so is measured several times a round.
  const onceARound = rows.filter(({ measure }) => measure !== 'enqueue-bulk');
  const rounds = Math.max(...(onceARound.length > 0 ? onceARound : rows).map((row) => row.rounds));
  return {
    isGood,
    rows,
    lines,
    note: describeGround(servers, rounds),
    json: { ok: isGood, ratios: toRatios(figures), rows },
  };
};

/** Compares Sherpa with other queues; good when every bar that was measured is met. */
export const queueBench: Command = async (argv, deps) => {
  const { env, workspaceRoot, terminal } = deps;
  const options = parseOptions(argv);
  const home = path.join(workspaceRoot, '.sherpa/bench');
  const servers = await startServers(home, env);
  try {
    const runs = await measureAll(options, { ...deps, servers, home });
    const report = toReport(runs, servers);
    for (const line of [report.note, ...report.lines, '']) terminal.print(line);
    const folder = options.write ? path.join(workspaceRoot, 'docs/bench') : await makeScratch(home);
    for (const file of await writeReport(folder, report)) terminal.print(`wrote ${file}`);
    if (options.json) terminal.print(JSON.stringify(report.json));
    return report.isGood;
  } finally {
    await servers.stop();
  }
};
