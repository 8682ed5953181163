import { dateOf, listOf, textOf, type HubSpotRecord } from './property-value.ts';

/** A value that does not fit its property. It names no value: that may be anything, also personal. */
export interface ValueProblem {
  readonly property: string;
  readonly problem: 'not a number' | 'not a moment' | 'not true or false';
}

/** Reads the properties of one row. What does not fit becomes null and is noted; the row stays. */
export interface ValueReader {
  readonly problems: readonly ValueProblem[];
  text(property: string): string | null;
  list(property: string): readonly string[];
  number(property: string): number | null;
  flag(property: string): boolean | null;
  moment(property: string): Date | null;
}

const NUMBER = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/iu;

const numberOf = (text: string): number | null => {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
};

const flagOf = (text: string): boolean | null => {
  const word = text.toLowerCase();
  return word === 'true' || (word === 'false' ? false : null);
};

/** Makes the reader of one row. */
export const makeValueReader = (properties: HubSpotRecord['properties']): ValueReader => {
  const problems: ValueProblem[] = [];
  const read = <T>(
    property: string,
    parse: (text: string) => T | null,
    problem: ValueProblem['problem'],
  ): T | null => {
    const text = textOf(properties[property]);
    const value = text === null ? null : parse(text);
    if (text !== null && value === null) problems.push({ property, problem });
    return value;
  };
  return {
    problems,
    text: (property) => textOf(properties[property]),
    list: (property) => listOf(properties[property]),
    number: (property) => read(property, numberOf, 'not a number'),
    flag: (property) => read(property, flagOf, 'not true or false'),
    moment: (property) => read(property, dateOf, 'not a moment'),
  };
};
