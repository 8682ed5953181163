import type { z } from 'zod';
import { invalid } from './errors.ts';

const pathText = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    root,
  );

const isObject = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null;

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), value);

const lengthOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : Number(value);

const shown = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));

const messageOf = (issue: z.core.$ZodIssue, root: string, value: unknown): string => {
  const path = pathText(root, issue.path);
  const found = valueAt(value, issue.path);
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    const measured = issue.origin === 'number' || issue.origin === 'int' ? path : `${path}.length`;
    const bound = issue.code === 'too_big' ? `≤ \`${issue.maximum}\`` : `≥ \`${issue.minimum}\``;
    return `${measured} should be ${bound}, instead was \`${lengthOf(found)}\`.`;
  }
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return `${path}.${key} should be not present, instead was \`${shown(valueAt(found, [key]))}\`.`;
  }
  const wanted = found === undefined ? 'defined' : (issue.message ?? 'valid');
  return `${path} should be ${wanted}, instead was \`${shown(found)}\`.`;
};

/** A part of a request as its schema says, or Notion's 400 that names the place. */
export const parseInput = <S extends z.ZodType>(schema: S, value: unknown, path = 'body'): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [root = 'body'] = path.split(/[.[]/u);
  const message = issue === undefined ? `${path} should be valid.` : messageOf(issue, path, value);
  throw invalid(`${root} failed validation: ${message}`);
};
