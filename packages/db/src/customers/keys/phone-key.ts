import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** How people write `+` who have none on their keyboard. */
const SPELT_PLUS = /^00(?=[1-9])/u;

/**
 * A number as E.164 where it can be one, with its extension. A national number needs the country it is from, by
 * its two letters; of one that does not say, nothing is known.
 */
export const phoneNumber = (typed: string, country?: string | null): string | undefined => {
  const text = typed.normalize('NFKC').trim();
  const code = country?.trim().toUpperCase() ?? '';
  const parsed = parsePhoneNumberFromString(text.replace(SPELT_PLUS, '+'), {
    // Text around a number makes it somebody else's: "call my assistant at …".
    extract: false,
    ...(isSupportedCountry(code) ? { defaultCountry: code } : {}),
  });
  if (parsed === undefined || !parsed.isValid()) return undefined;
  return parsed.ext === undefined ? parsed.number : `${parsed.number};ext=${parsed.ext}`;
};

/** What a number is known by. */
export const phoneKey = (typed: string, country?: string | null): string | undefined => {
  const number = phoneNumber(typed, country);
  return number === undefined ? undefined : `phone:${number}`;
};
