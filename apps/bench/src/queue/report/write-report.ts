import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Row } from '../figures.ts';
import { toChart } from './chart.ts';

/** What a run came to, as it is published. */
export interface Report {
  readonly json: object;
  readonly rows: readonly Row[];
  /** The table and the bars. */
  readonly lines: readonly string[];
  /** On what it was measured, in a sentence. */
  readonly note: string;
}

/** A folder beside the checkout's other scratch, for a run that is not to be published. */
export const makeScratch = async (home: string): Promise<string> => {
  await mkdir(home, { recursive: true });
  return mkdtemp(path.join(home, 'report-'));
};

/** Writes table, chart and JSON into a folder; answers with the files. */
export const writeReport = async (folder: string, report: Report): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true });
  const files = {
    'queue.txt': `${[report.note, ...report.lines].join('\n')}\n`,
    'queue.svg': toChart(report.rows, report.note),
    'queue.json': `${JSON.stringify(report.json, undefined, 2)}\n`,
  };
  const written = Object.entries(files).map(async ([name, text]) => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  });
  return Promise.all(written);
};
