import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { readBrowserSettings } from './config.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium of this machine: the one that CHROMIUM_PATH names, else one in a usual place. */
export const findChromium = (): string | undefined => {
  const { chromiumPath } = readBrowserSettings();
  return chromiumPath ?? PLACES.find((place) => existsSync(place));
};

/** What a run says that has no browser. In CI its tests must not be skipped, so there it is an error. */
export const missingChromium = (): string => {
  const notice =
    'NO CHROMIUM: the tests in a browser are SKIPPED. Install it (apt-get install chromium) or set CHROMIUM_PATH.';
  if (readBrowserSettings().isCi) throw new Error(notice);
  process.stderr.write(`\n${'!'.repeat(100)}\n  ${notice}\n${'!'.repeat(100)}\n`);
  return 'in a browser (NOT TESTED: there is no Chromium)';
};

/** Starts it without a window. */
export const startBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, headless: true, args: FLAGS });
