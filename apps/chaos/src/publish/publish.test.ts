import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseArguments } from '../arguments.ts';
import type { Outcome } from '../report.ts';
import { describeMachine } from './about.ts';
import { toFaultGroups } from './fault-rows.ts';
import { toMarkdown } from './markdown.ts';
import { toPicture } from './picture.ts';
import { parseRecord, toRecord } from './record.ts';
import { writeRun } from './write-run.ts';

const about = { date: '2026-08-01', machine: '2 cores, Node 24, PostgreSQL 18.1' };

const outcomeOn = (queue: 'redis' | 'postgres', lost = 0): Outcome => ({
  options: parseArguments(['--minutes', '5', '--seed', '42', '--queue', queue], () => 0),
  faults: { killWorker: 40, cut: 20, dieAfterCommit: 3 },
  audit: {
    tasks: 12_345,
    byStatus: { completed: 12_000, failed: 345 },
    retried: 30,
    stepRuns: 50,
    deaths: 3,
    broken: lost === 0 ? [] : [{ name: 'is gone', finding: 'lost', count: lost, examples: ['id-of-a-task'] }],
    lost,
    doubleCommits: 0,
    effects: {
      made: 678,
      missing: [],
      duplicates: { stripe: 0, hubspot: 0 },
      duplicateKeys: [],
      repeatedWrites: 2,
    },
  },
  log: { staleCommitsRefused: 17, leasesEnded: 9, errors: 0 },
  recovery: {
    killWorker: { firstEnd: { median: 0.4, max: 2 }, allTaken: { median: 5, max: 9.1 }, open: 0 },
    cut: { firstEnd: { median: null, max: null }, allTaken: { median: null, max: null }, open: 1 },
  },
  drainedS: 4.25,
  versions: { postgres: '18.1', redis: queue === 'redis' ? '8.2.0' : null },
});

const redis = toRecord(outcomeOn('redis'), about);
const postgres = toRecord(outcomeOn('postgres'), about);

/** Where the bars of a queue end, by height. */
const widthsOf = (svg: string, queue: string): number[] =>
  [...svg.matchAll(new RegExp(`<rect class="${queue}" x="176" [^>]*width="([\\d.]+)"`, 'gu'))].map((match) =>
    Number(match[1]),
  );

describe('the record of a run', () => {
  it('comes back from the file as it was, and names no task', () => {
    const record = toRecord(outcomeOn('redis', 2), about);
    const text = JSON.stringify(record);
    expect(parseRecord(text)).toEqual(record);
    expect(record).toMatchObject({ ok: false, lost: 2, broken: { 'is gone': 2 }, faults: { cut: 20 } });
    expect(text).not.toContain('id-of-a-task');
  });

  it('tells the machine in words, and of Redis where there is one', () => {
    expect(describeMachine(1, '24.1.0', { postgres: '18.1', redis: null })).toBe(
      '1 core, Node 24.1.0, PostgreSQL 18.1',
    );
    expect(describeMachine(2, '24.1.0', { postgres: '18.1', redis: '8.2.0' })).toContain('Redis 8.2.0');
  });
});

describe('the page of a run', () => {
  it('says when, how and on what, and gives each kind a row', () => {
    const page = toMarkdown(outcomeOn('redis'), { ...about, machine: 'a | b' });
    expect(page).toContain('nothing twice. 2026-08-01, 5 min, seed 42; a | b.');
    expect(page).toContain('--minutes 5 --seed 42 --queue redis');
    expect(page).toMatch(/\| killWorker +\| +40 \| +0\.4 \| +2\.0 \| +5\.0 \| +9\.1 \|/u);
    expect(page).toMatch(/\| cut +\| +20 \| +never \|/u);
  });
});

describe('the faults of the picture', () => {
  it('stand by what they hit, with a figure for each run, and unknown kinds last', () => {
    const groups = toFaultGroups([redis, { ...postgres, faults: { cut: 7, moonfall: 1 } }]);
    expect(groups.map(({ title }) => title)).toEqual(['Processes', 'Connections', 'Others']);
    expect(groups[0]?.rows[0]).toEqual({ label: 'worker killed', counts: [40, 0], recovery: ['0.4', '0.4'] });
    expect(groups[0]?.rows[1]?.recovery).toEqual(['–', '–']);
    expect(groups[1]?.rows[0]).toMatchObject({ counts: [20, 7], recovery: ['never', 'never'] });
  });
});

describe('the picture', () => {
  it('draws both queues on one scale, the most frequent fault widest', () => {
    const svg = toPicture([redis, { ...postgres, faults: { killWorker: 80, cut: 0 } }]);
    expect(widthsOf(svg, 'redis')).toEqual([115, 8.6, 57.5]);
    expect(widthsOf(svg, 'postgres')).toEqual([230]);
    expect(svg).toContain('>143 faults, nothing lost, nothing twice<');
    expect(svg).toContain('>12,345<');
  });

  it('draws one queue alone where the other has not run', () => {
    const svg = toPicture([redis]);
    expect(svg).toContain('on Redis');
    expect(svg).not.toContain('on Postgres');
  });

  it('shows in red what was lost', () => {
    const svg = toPicture([redis, toRecord(outcomeOn('postgres', 3), about)]);
    expect(svg).toContain('failed on Postgres');
    expect(svg).toMatch(/class="big bad"[^>]*>3</u);
    expect(svg.match(/class="big bad"/gu)).toHaveLength(1);
  });

  it('escapes whatever it is given', () => {
    const svg = toPicture([{ ...redis, machine: '<b> & "c"', faults: { '<script>': 1 } }]);
    expect(svg).toContain('&lt;b&gt; &amp; &quot;c&quot;');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script>');
  });

  it('says so where there is nothing, and bears a run without faults', () => {
    expect(toPicture([])).toContain('No chaos run yet');
    const svg = toPicture([{ ...redis, faults: {}, recoverySeconds: {} }]);
    expect(svg).toContain('>0 faults');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
  });
});

describe('writing a run', () => {
  it('keeps the other queue’s run in the picture', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'chaos-write-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeRun(folder, outcomeOn('postgres'), about);
    const files = await writeRun(folder, outcomeOn('redis'), about);
    expect(files.map((file) => path.basename(file))).toEqual(['redis.json', 'redis.md', 'chaos.svg']);
    expect(await readFile(path.join(folder, 'chaos.svg'), 'utf8')).toBe(toPicture([redis, postgres]));
  });
});
