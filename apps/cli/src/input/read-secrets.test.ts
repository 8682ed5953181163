import { PassThrough, Readable } from 'node:stream';
import { ValidationError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { readSecrets } from './read-secrets.ts';

const told = (stream: PassThrough): string => String(stream.read() ?? '');

const makeTerminal = () => Object.assign(new PassThrough(), { isTTY: true });

describe('secrets', () => {
  it('are the lines of a pipe', async () => {
    const stdin = Readable.from(['pat-hunter2\n', 'client-new\n\nclient-old']);
    expect(await readSecrets({ stdin, stderr: new PassThrough() }, ['Token'])).toEqual([
      'pat-hunter2',
      'client-new',
      'client-old',
    ]);
  });

  it('are asked for on a terminal, and not shown there', async () => {
    const [stdin, stderr] = [makeTerminal(), new PassThrough()];
    const reading = readSecrets({ stdin, stderr }, ['Token', 'Client secret']);
    stdin.write('pat-hunter2\r');
    setImmediate(() => stdin.write('\r'));
    expect(await reading).toEqual(['pat-hunter2']);
    const shown = told(stderr);
    expect(shown).toContain('Token: ');
    expect(shown).not.toContain('hunter2');
  });

  it('must be there', async () => {
    const reading = readSecrets({ stdin: Readable.from([' \n']), stderr: new PassThrough() }, ['Token']);
    await expect(reading).rejects.toThrow(ValidationError);
  });
});
