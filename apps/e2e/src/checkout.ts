import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { workspaceRoot } from './place.ts';

/** A copy of the checkout that a test may change. */
export interface Checkout extends AsyncDisposable {
  readonly root: string;
}

const LEFT_OUT = new Set(['.git', '.sherpa', '.turbo', '.env', 'coverage', 'node_modules']);

/**
 * Copies the checkout as it stands. The packages' own links are relative, so in the copy they lead to
 * its own packages; everything from outside stays where it is installed, behind one link.
 */
export const copyCheckout = async (): Promise<Checkout> => {
  const root = await mkdtemp(path.join(tmpdir(), 'sherpa-e2e-checkout-'));
  await cp(workspaceRoot, root, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !LEFT_OUT.has(path.relative(workspaceRoot, source)),
  });
  await symlink(path.join(workspaceRoot, 'node_modules'), path.join(root, 'node_modules'), 'dir');
  return {
    root,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
};
