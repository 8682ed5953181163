/** A number that is exact on the way to its rounding. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

export const ZERO: Fraction = [0n, 1n];

export const add = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];

export const multiply = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];

/** `12.345` as it is written; nothing for what is no plain decimal. */
export const fractionOf = (decimal: string): Fraction | undefined => {
  const parts = /^(?<whole>-?\d+)(?:\.(?<rest>\d+))?$/u.exec(decimal)?.groups;
  if (parts === undefined) return undefined;
  const rest = parts['rest'] ?? '';
  return [BigInt(`${parts['whole'] ?? '0'}${rest}`), 10n ** BigInt(rest.length)];
};

/** The nearest whole number, of two the even one. */
export const roundHalfEven = ([numerator, denominator]: Fraction): bigint => {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const whole = size / denominator;
  const twiceRest = (size % denominator) * 2n;
  const isUp = twiceRest > denominator || (twiceRest === denominator && whole % 2n === 1n);
  const rounded = isUp ? whole + 1n : whole;
  return negative ? -rounded : rounded;
};
