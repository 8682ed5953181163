// Loaded before a process's own code (`--import`): its wall clock runs on, off by as many milliseconds as the
// file named in the query says, and jumps when that changes. Timers stay true, as they do on a real machine.
import { readFileSync } from 'node:fs';

const LOOK_MS = 250;

const file = new URL(import.meta.url).searchParams.get('file') ?? '';
const RealDate = Date;
let offsetMs = 0;

const look = (): void => {
  try {
    const read = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (Number.isInteger(read)) offsetMs = read;
  } catch {
    // Not written yet: the clock is right until somebody moves it.
  }
};

const nowMs = (): number => RealDate.now() + offsetMs;

look();
setInterval(look, LOOK_MS).unref();

// A proxy rather than a class, so that dates made by Node itself still are dates.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: readonly unknown[], newTarget): Date => {
    const made: unknown = Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget);
    return made instanceof RealDate ? made : new RealDate(nowMs());
  },
  apply: () => new RealDate(nowMs()).toString(),
  get: (target, property, receiver): unknown =>
    property === 'now' ? nowMs : Reflect.get(target, property, receiver),
});
