import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Outcome } from '../report.ts';
import type { About } from './about.ts';
import { toMarkdown } from './markdown.ts';
import { toPicture } from './picture.ts';
import { parseRecord, toRecord, type RunRecord } from './record.ts';

const readRecord = async (file: string): Promise<readonly RunRecord[]> => {
  try {
    return [parseRecord(await readFile(file, 'utf8'))];
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return [];
    throw new Error(`${path.basename(file)} is not the record of a run; remove it and run again`, {
      cause: err,
    });
  }
};

/** Writes record and table of a run into a folder, and draws it beside the last run on the other queue. */
export const writeRun = async (
  folder: string,
  outcome: Outcome,
  about: About,
): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true });
  const { queue } = outcome.options;
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const record = await write(`${queue}.json`, `${JSON.stringify(toRecord(outcome, about), undefined, 2)}\n`);
  const table = await write(`${queue}.md`, toMarkdown(outcome, about));
  const records = [
    ...(await readRecord(path.join(folder, 'redis.json'))),
    ...(await readRecord(path.join(folder, 'postgres.json'))),
  ];
  return [record, table, await write('chaos.svg', toPicture(records))];
};
