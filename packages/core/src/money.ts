/** Where Stripe counts otherwise than ISO 4217 says: these come in hundredths, although nobody pays those. */
const HUNDREDTHS: ReadonlySet<string> = new Set(['ISK', 'UGX']);
const CODE = /^[A-Z]{3}$/u;

const exponentOf = (code: string): number =>
  HUNDREDTHS.has(code) || !CODE.test(code)
    ? 2
    : (new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
        .maximumFractionDigits ?? 2);

/** Minor units as a number in whole units, as other systems keep it: `4900`, `49.5`. */
export const toWholeUnits = (minor: number, currency: string): number =>
  minor / 10 ** exponentOf(currency.toUpperCase());

/** Whole units, such as HubSpot's amounts, in minor units. */
export const toMinorUnits = (whole: number, currency: string): number =>
  Math.round(whole * 10 ** exponentOf(currency.toUpperCase()));

/** Minor units as people write them: `4,900.00 EUR`, `4,900 JPY`. */
export const toMoney = (minor: number, currency: string): string => {
  const code = currency.toUpperCase();
  const digits = exponentOf(code);
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${format.format(minor / 10 ** digits)} ${code}`;
};
