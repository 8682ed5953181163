const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Unit {
  readonly ms: number;
  readonly letter: string;
}

const SECOND: Unit = { ms: SECOND_MS, letter: 's' };
const MINUTE: Unit = { ms: MINUTE_MS, letter: 'm' };
const HOUR: Unit = { ms: HOUR_MS, letter: 'h' };
const DAY: Unit = { ms: DAY_MS, letter: 'd' };

const inTwo = (ms: number, large: Unit, small: Unit): string => {
  const rest = Math.floor((ms % large.ms) / small.ms);
  return `${Math.floor(ms / large.ms)} ${large.letter}${rest === 0 ? '' : ` ${rest} ${small.letter}`}`;
};

/** A length of time in two units, since causes are told apart by seconds also after minutes: `3 m 12 s`. */
export const spanText = (ms: number): string => {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${Number((ms / SECOND_MS).toFixed(1))} s`;
  if (ms < HOUR_MS) return inTwo(ms, MINUTE, SECOND);
  if (ms < DAY_MS) return inTwo(ms, HOUR, MINUTE);
  return inTwo(ms, DAY, HOUR);
};
