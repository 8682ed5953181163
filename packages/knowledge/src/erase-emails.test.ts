import { expect, it } from 'vitest';
import { eraseEmails } from './erase-emails.ts';

it('takes out the addresses of those who want to be forgotten, however they are written', () => {
  const text = 'Ask Ada.Lovelace@acme.test, <mailto:eve@acme.test> or ops@acme.test.';
  const forgotten = ['ada.lovelace@acme.test', 'eve@acme.test'];
  expect(eraseEmails(text, (email) => forgotten.includes(email))).toBe(
    'Ask [erased], <mailto:[erased]> or ops@acme.test.',
  );
});
