export interface PersonName {
  readonly first: string;
  readonly last: string;
}

export const firstNames = (
  'Ada Aisha Amara Anders Ben Bilal Björn Carla Chen Chloé Dara Dimitri Elena Emeka Fatima Felix Freya Giulia ' +
  'Hana Hugo Ines Ivan Jamal Jana Kenji Klara Laila Liam Lucía Magnus Maja Marek Mei Nadia Noah Olga Omar Paula ' +
  'Quentin Rania Rosa Sven Tariq Tess Uma Viktor Wanda Yara Zeynep'
).split(' ');

export const lastNames = (
  'Abebe Andersson Bauer Bianchi Castro Dubois Eriksen Fernández Fischer Gupta Haddad Hansen Horvat Ibrahim ' +
  'Jansen Kaya Kim Kowalski Lindqvist López Marin Mbeki Meyer Murphy Nakamura Novák Okafor Olsen Park Petrov ' +
  'Quinn Rossi Sato Schmidt Silva Singh Sørensen Tanaka Torres Ueda Varga Vogel Wang Weber Yılmaz Zhang'
).split(' ');

/** Names that break what was only tried with Ann and Bob. */
export const oddNames: readonly PersonName[] = [
  { first: 'Seán', last: "O'Connor" },
  { first: 'Zoë', last: 'Müller-Lüdenscheidt' },
  { first: '小龙', last: '李' },
  { first: 'محمد', last: 'عبد الله' },
  { first: 'שרה', last: 'כהן' },
  { first: '🦄 Una', last: 'Rainbow 🌈' },
  { first: '👩‍👩‍👧‍👦', last: 'Family' },
  { first: '  Leading', last: 'Spaces  ' },
  { first: 'null', last: 'null' },
  { first: 'undefined', last: 'NaN' },
  { first: '0', last: 'false' },
  { first: 'A'.repeat(255), last: 'Very-Long-Name-'.repeat(17) },
  { first: "Robert'); DROP TABLE contacts;--", last: 'Tables' },
  { first: '<b>Bold</b>', last: '&amp; Sons' },
  { first: '', last: 'Mononym' },
  { first: 'Nguyễn', last: 'Thị Minh Khai' },
  { first: 'Άννα', last: 'Παπαδοπούλου' },
  // The same letter twice: composed, and as a base letter with its accent apart.
  { first: 'Élodie', last: 'Composed' },
  { first: 'E\u0301lodie', last: 'Decomposed' },
  { first: '\u202Eright', last: 'to-left override' },
  { first: 'Tab\there', last: 'New\nline' },
  { first: 'İpek', last: 'Dotted-I' },
];

const companyFirst = (
  'Alder Amber Arctic Beacon Birch Blue Canal Cedar Copper Delta Ember Falcon Fjord Granite Harbor Hazel Iron ' +
  'Juniper Lark Linden Lunar Maple Meridian Nimbus Nord Oak Onyx Orchard Pioneer Quartz River Sable Silver Summit ' +
  'Tidal Umber Velvet Willow Zenith'
).split(' ');

const companySecond = (
  'Analytics Bikes Coffee Dental Energy Foods Freight Games Health Hotels Labs Legal Logistics Media Motors ' +
  'Optics Paper Robotics Security Studios Systems Textiles Travel Works'
).split(' ');

const companyForms = ['GmbH', 'Ltd', 'Inc.', 'S.A.', 'AB', 'B.V.', ''];

export const oddCompanyNames: readonly string[] = [
  'Müller & Söhne «Spezial» GmbH',
  '株式会社サンプル',
  'شركة المثال',
  'null',
  ' Trailing & Leading ',
  '🚀 Rocket "Quote" Co.',
  'Ångström/Slash\\Backslash',
];

/** The parts that company names are made of. */
export const companyParts = { first: companyFirst, second: companySecond, forms: companyForms } as const;

/** A name as it may stand in an address: ASCII, lower case. */
export const toSlug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 40);
