import { InvalidArgumentError } from 'commander';

/** A parser of whole numbers within bounds, both included, for an option of the command line. */
export const wholeNumberFrom =
  (min: number, max: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/u.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`);
  };
