import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLogFiles } from './log-files.ts';

const makeDir = () => {
  const dir = mkdtempSync(join(tmpdir(), 'sherpa-log-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

describe('log files', () => {
  it('rotate by size while the active file keeps its plain name', async () => {
    const dir = makeDir();
    const files = openLogFiles(dir, 'worker');
    const line = `${'x'.repeat(1024 * 1024 - 1)}\n`;
    for (let index = 0; index < 12; index += 1) {
      const written = Promise.withResolvers<unknown>();
      files.combined.write(line, written.resolve);
      await written.promise;
    }
    files.combined.write('last\n');
    await files.close();
    expect(readdirSync(join(dir, 'worker')).toSorted()).toEqual([
      'combined.log',
      'combined.log.1',
      'error.log',
      'pid',
    ]);
    expect(readFileSync(join(dir, 'worker', 'combined.log'), 'utf8')).toMatch(/last\n$/u);
  });

  it('are not shared with a living process of the same name', async () => {
    const dir = makeDir();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void other.kill('SIGKILL'));
    mkdirSync(join(dir, 'worker'));
    writeFileSync(join(dir, 'worker', 'pid'), `${other.pid}\n`);
    const files = openLogFiles(dir, 'worker');
    await files.close();
    expect(readdirSync(dir).toSorted()).toEqual(['worker', 'worker-2']);
  });
});
