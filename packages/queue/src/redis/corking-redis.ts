import { Redis } from 'ioredis';

/** More would keep the server waiting for the first of them. */
const MOST_CORKED = 16;

/**
 * Commands that are given in the same turn of the event loop leave in one write, sixteen at most: the jobs
 * of one commit are settled together, and a write for each is a tenth of what a job costs the process.
 */
export class CorkingRedis extends Redis {
  private corked = 0;

  override sendCommand(...given: Parameters<Redis['sendCommand']>): ReturnType<Redis['sendCommand']> {
    if (this.status === 'ready') this.cork();
    const answer = super.sendCommand(...given);
    if (this.corked >= MOST_CORKED) this.uncork();
    return answer;
  }

  private cork(): void {
    if (this.corked === 0) {
      this.stream.cork();
      process.nextTick(() => this.uncork());
    }
    this.corked += 1;
  }

  private uncork(): void {
    if (this.corked > 0) this.stream.uncork();
    this.corked = 0;
  }
}
