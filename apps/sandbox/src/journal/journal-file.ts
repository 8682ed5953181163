import { appendFile, copyFile, mkdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '@sherpa/telemetry';
import {
  entrySchema,
  headerSchema,
  JOURNAL_VERSION,
  type JournalEntry,
  type JournalHeader,
} from './entry.ts';

/** The journal of a folder: what it holds, and where more is written to. */
export interface JournalFile {
  readonly header: JournalHeader;
  readonly entries: readonly JournalEntry[];
  /** Kept in memory until it is written with others. */
  append(entry: JournalEntry): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

export interface JournalFileDeps {
  readonly dir: string;
  readonly seed: number;
  readonly contacts: number;
  readonly nowMs: number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

const NAME = 'journal.ndjson';
const BEFORE = 'journal.before.ndjson';
const FLUSH_EVERY_MS = 1_000;
const PRIVATE = 0o600;

const read = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return undefined;
    throw err;
  }
};

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

interface Kept {
  readonly header: JournalHeader;
  readonly entries: readonly JournalEntry[];
  /** As far as it can be read. */
  readonly bytes: number;
}

/** The lines that are whole; a process that was killed leaves the last one torn. */
const parse = (text: string): Kept | undefined => {
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  const header = headerSchema.safeParse(parseLine(lines[0] ?? '')).data;
  if (header === undefined) return undefined;
  const entries: JournalEntry[] = [];
  let bytes = Buffer.byteLength(`${lines[0] ?? ''}\n`);
  for (const line of lines.slice(1)) {
    const entry = entrySchema.safeParse(parseLine(line)).data;
    if (entry === undefined) break;
    entries.push(entry);
    bytes += Buffer.byteLength(`${line}\n`);
  }
  return { header, entries, bytes };
};

/** Lines that go to the file together, one batch after the other. */
const makeAppender = (file: string, log: JournalFileDeps['log']) => {
  let waiting: string[] = [];
  let last = Promise.resolve();
  const flush = (): Promise<void> => {
    if (waiting.length > 0) {
      const text = waiting.join('');
      waiting = [];
      last = last
        .then(() => appendFile(file, text))
        .catch((error: unknown) => log.error('The journal of the sandbox could not be written.', { error }));
    }
    return last;
  };
  const flushing = setInterval(() => void flush(), FLUSH_EVERY_MS);
  flushing.unref();
  return {
    append: (entry: JournalEntry) => void waiting.push(`${JSON.stringify(entry)}\n`),
    close: () => {
      clearInterval(flushing);
      return flush();
    },
  };
};

const isOf = ({ version, seed, contacts }: JournalHeader, wanted: JournalFileDeps): boolean =>
  version === JOURNAL_VERSION && seed === wanted.seed && contacts === wanted.contacts;

/** Opens the folder's journal; where it is of another world it is put aside, and a new one begun. */
export const openJournal = async (deps: JournalFileDeps): Promise<JournalFile> => {
  const { dir, seed, contacts, nowMs, log } = deps;
  const file = path.join(dir, NAME);
  await mkdir(dir, { recursive: true });
  const text = await read(file);
  const kept = text === undefined ? undefined : parse(text);
  if (text !== undefined && kept !== undefined && isOf(kept.header, deps)) {
    if (kept.bytes < Buffer.byteLength(text)) {
      log.warn('The end of the journal of the sandbox could not be read, and is left out.', { file });
      await copyFile(file, path.join(dir, BEFORE));
      await truncate(file, kept.bytes);
    }
    return { ...kept, ...makeAppender(file, log) };
  }
  if (text !== undefined) {
    await rename(file, path.join(dir, BEFORE));
    log.warn('The sandbox was of another seed or size: it begins anew.', { seed, contacts });
  }
  const header = { version: JOURNAL_VERSION, seed, contacts, beganMs: nowMs };
  await writeFile(file, `${JSON.stringify(header)}\n`, { mode: PRIVATE });
  return { header, entries: [], ...makeAppender(file, log) };
};
