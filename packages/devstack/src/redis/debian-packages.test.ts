import { expect, test } from 'vitest';
import { parseStanza } from './debian-packages.ts';

test('a package is read with its version and the first alternative of each dependency', () => {
  const stanza = [
    'Package: redis-tools',
    'Version: 5:7.0.15-1~deb12u7',
    'Pre-Depends: init-system-helpers (>= 1.54~)',
    'Depends: adduser, libc6 (>= 2.34), libsystemd0 | libelogind0 (>= 246), libssl3:any (>= 3.0.0)',
    'Description-en: mentions Depends: nothing',
  ].join('\n');

  expect(parseStanza(stanza)).toEqual({
    version: '5:7.0.15-1~deb12u7',
    dependencies: ['init-system-helpers', 'adduser', 'libc6', 'libsystemd0', 'libssl3'],
  });
});

test('what is no package is read as none', () => {
  expect(parseStanza('N: No packages found')).toBeUndefined();
});
