import { describe, expect, it } from 'vitest';
import { chooseQueue } from './queue-choice.ts';

const bare = { forced: undefined, queueUrl: undefined, redisProgram: undefined };
const redisProgram = '/usr/bin/redis-server';
const redisUrl = 'redis://queue.example.com:6379';
const postgresUrl = 'postgres://queue.example.com/jobs';

describe('chooseQueue', () => {
  it('takes QUEUE_URL before everything else', () => {
    expect(chooseQueue({ ...bare, queueUrl: redisUrl, redisProgram })).toEqual({
      kind: 'redis',
      from: 'url',
      url: redisUrl,
      why: 'QUEUE_URL is set',
    });
    expect(chooseQueue({ ...bare, queueUrl: postgresUrl })).toMatchObject({ kind: 'postgres', from: 'url' });
  });

  it('starts a private Redis where a program is found, and says which', () => {
    expect(chooseQueue({ ...bare, redisProgram })).toEqual({
      kind: 'redis',
      from: 'private-redis',
      why: '/usr/bin/redis-server is on this machine',
    });
  });

  it('works on the database where there is nothing else', () => {
    expect(chooseQueue(bare)).toMatchObject({ kind: 'postgres', from: 'database' });
  });

  it('obeys --queue, and uses QUEUE_URL only where it is of that kind', () => {
    expect(chooseQueue({ forced: 'postgres', queueUrl: redisUrl, redisProgram })).toMatchObject({
      kind: 'postgres',
      from: 'database',
      why: '--queue postgres',
    });
    expect(chooseQueue({ forced: 'redis', queueUrl: redisUrl, redisProgram })).toMatchObject({
      from: 'url',
      url: redisUrl,
    });
    expect(chooseQueue({ ...bare, forced: 'redis', redisProgram })).toMatchObject({ from: 'private-redis' });
  });

  it('says what to install where --queue asks for a Redis that is not there', () => {
    expect(() => chooseQueue({ ...bare, forced: 'redis' })).toThrow('--queue redis needs a Redis');
  });
});
