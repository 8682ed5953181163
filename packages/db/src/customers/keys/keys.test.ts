import { describe, expect, it } from 'vitest';
import { companyDomain, companyOfEmail } from './company-domain.ts';
import { normaliseEmail } from './normalise-email.ts';
import { isRoleAddress } from './role-address.ts';
import { phoneKey, phoneNumber } from './phone-key.ts';
import { mailboxKey, nameKey } from './weak-keys.ts';

describe('an address as a key', () => {
  it('is the same whatever its case, width, blanks and the script of its domain', () => {
    const forms = [' Ada@Bücher.example ', 'ADA@xn--bcher-kva.example', 'ａｄａ@bücher.example'];
    expect(new Set(forms.map(normaliseEmail))).toEqual(new Set(['ada@xn--bcher-kva.example']));
  });

  it('keeps dots and plus: those are for the mailbox to say', () => {
    expect(normaliseEmail('A.da+x@gmail.com')).toBe('a.da+x@gmail.com');
    expect(mailboxKey('a.da+x@googlemail.com')).toBe('mailbox:ada@gmail.com');
    expect(mailboxKey('a.da@x.example')).toBeUndefined();
  });

  it.each(['', 'nobody', '@x.example', 'a@', 'a@b c'])('is none where it is no address: %j', (text) => {
    expect(normaliseEmail(text)).toBeUndefined();
  });

  it('is of a function or of a person', () => {
    const roles = [
      'billing@x.example',
      'accounts.payable@x.example',
      'no-reply@x.example',
      'info+eu@x.example',
    ];
    expect(roles.filter((email) => !isRoleAddress(email))).toEqual([]);
    const people = ['ada@x.example', 'bill@x.example', 'infolina@x.example', 'accounts.7@mail.example'];
    expect(people.filter(isRoleAddress)).toEqual([]);
  });
});

describe('the domain that stands for a company', () => {
  it.each([
    ['https://www.Acme.co.uk/about', 'acme.co.uk'],
    ['WWW.ACME.COM', 'acme.com'],
    ['mail.eu.acme.com', 'acme.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['shop.acme.github.io', 'acme.github.io'],
  ])('of %s is %s', (typed, domain) => {
    expect(companyDomain(typed)).toBe(domain);
  });

  it.each(['', 'gmail.com', 'www.web.de', 'mailinator.com', 'co.uk', '127.0.0.1', 'localhost'])(
    'is none of %j',
    (typed) => {
      expect(companyDomain(typed)).toBeUndefined();
    },
  );

  it('is told by an address, but for those of everybody', () => {
    expect(companyOfEmail('ada@mail.acme.com')).toBe('acme.com');
    expect(companyOfEmail('ada@gmail.com')).toBeUndefined();
  });
});

describe('weak keys', () => {
  it('a number is E.164 if it names its country', () => {
    expect(phoneKey('+49 (0)30 / 123-4567')).toBe('phone:+49301234567');
    expect(phoneKey('0049 30 1234567')).toBe('phone:+49301234567');
    expect([phoneKey('030 1234567'), phoneKey('+1'), phoneKey('call me')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('a national number is one of its country, where that is known', () => {
    expect(phoneKey('030 1234567', 'DE')).toBe('phone:+49301234567');
    expect(phoneKey('(415) 555-2671', ' us ')).toBe('phone:+14155552671');
    expect(phoneKey('+49 30 1234567', 'US')).toBe('phone:+49301234567');
    expect([phoneKey('030 1234567', 'Germany'), phoneKey('030 1234567', null)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each(['+1 (555) 123-4567', '+999 12345678', '+49 1', 'ask Bob: +49 30 1234567'])(
    'no number is made of %s',
    (typed) => {
      expect(phoneNumber(typed)).toBeUndefined();
    },
  );

  it('an extension is another number', () => {
    expect(phoneNumber('+49 30 1234567 ext. 12')).toBe('+49301234567;ext=12');
  });

  it('a name counts at a company, whatever its accents and order', () => {
    expect(nameKey('Zoë O’Brien', 'z@acme.com')).toBe(nameKey("O'Brien, Zoe", 'zoe@eu.acme.com'));
    expect([nameKey('Zoë', 'z@acme.com'), nameKey('Zoë O’Brien', 'z@gmail.com')]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
