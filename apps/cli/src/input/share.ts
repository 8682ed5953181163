import { InvalidArgumentError } from 'commander';

/** A share of `20%` as 0.2, for an option of the command line. */
export const parseShare = (text: string): number => {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/u.exec(text.trim()) ?? [];
  const share = Number(percent) / 100;
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('Write a share such as 20%.');
};
