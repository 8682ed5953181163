import { describe, expect, it } from 'vitest';
import { readChildLine } from './child-line.ts';

describe('readChildLine', () => {
  it('reads a log record', () => {
    const line = JSON.stringify({
      level: 'error',
      message: 'It broke.',
      context: {
        process: 'worker-sales',
        taskId: '7',
        error: { name: 'Error', code: 'EADDRINUSE', stack: ['at listen (node:net:1:1)'] },
      },
    });
    expect(readChildLine(line, 'stdout')).toEqual({
      level: 'error',
      message: 'It broke.',
      text: 'It broke. (Error EADDRINUSE, taskId: 7)',
    });
  });

  it('takes anything else on stderr for a warning', () => {
    expect(readChildLine('Segmentation fault', 'stderr').level).toBe('warn');
    expect(readChildLine('hello', 'stdout')).toMatchObject({ level: 'info', text: 'hello' });
  });
});
