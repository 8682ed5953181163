// The house's layers as data: what each package may import of ours. Layers look down, never sideways,
// and no one looks into an app. Change this table only together with the design.
const mayImport = {
  core: [],
  config: ['core'],
  telemetry: ['core'],
  api: ['core'],
  db: ['core'],
  queue: ['core'],
  schedule: ['core'],
  knowledge: ['core'],
  integrations: ['core'],
  devstack: ['core'],
  'agent-kit': ['core', 'config', 'telemetry', 'api', 'db', 'queue', 'schedule', 'integrations'],
  sync: ['core', 'db'],
  agents: ['core', 'telemetry', 'db', 'integrations', 'knowledge', 'agent-kit', 'sync'],
};

// Who may name a library at all. Everyone else goes through that package's own surface.
const libraryOwners = {
  '(bullmq|ioredis)': ['packages/queue', 'apps/bench'],
  // The chaos run audits the ledger beneath our own code, so it speaks SQL itself.
  pg: ['packages/db', 'packages/queue', 'packages/devstack', 'apps/bench', 'apps/chaos'],
  '(graphile-worker|pg-boss)': ['apps/bench'],
  kysely: ['packages/db', 'apps/chaos'],
  '(@hubspot/api-client|stripe|@notionhq/client)': ['packages/integrations', 'apps/sandbox'],
  '(pino|pino-pretty|rotating-file-stream|prom-client)': ['packages/telemetry'],
  '(express|helmet)': ['apps/gateway', 'apps/sandbox'],
  '@bull-board/[^/]+': ['apps/gateway'],
  commander: ['apps/cli'],
  croner: ['packages/schedule'],
  '(mdast-util-[^/]+|micromark-extension-[^/]+)': ['packages/knowledge'],
  tldts: ['packages/db'],
  'libphonenumber-js': ['packages/db'],
  testcontainers: ['packages/devstack'],
  'playwright-core': ['apps/e2e'],
};

const tests = '[.]test[.]ts$|/src/testing/|^apps/e2e/';

const layerRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `layer-of-${name}`,
  comment: `packages/${name} may import of ours only: ${allowed.join(', ') || 'nothing'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, 'devstack', ...allowed].join('|')})/` },
}));

const libraryRules = Object.entries(libraryOwners).map(([library, owners]) => ({
  name: `owner-of-${library.replaceAll(/[^a-z-]+/gu, '-')}`,
  comment: `Only ${owners.join(', ')} may import it; use what they export.`,
  severity: 'error',
  from: { pathNot: `^(${owners.join('|')})/` },
  to: { path: `(^|/)node_modules/(@types/)?${library}/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two modules that need one another are one module, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment:
        'The import leads nowhere: a typo, a missing dependency, or a path the package does not export.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-dependency',
      comment: 'Declare it in the package.json of the package that imports it.',
      severity: 'error',
      from: { path: '^(packages|apps)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-dependency-in-production',
      comment:
        'A devDependency is not there in production; only tests, testing subpaths and the bench may import it.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: [tests, '^packages/devstack/', '^apps/bench/'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'no-import-of-apps',
      comment: 'An app is a composition root; nobody imports it.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^$1/$2/' },
    },
    {
      name: 'no-reaching-in',
      comment: 'Import a package by its name, through what it exports, not by a path into its folder.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'agents-meet-by-contract',
      comment:
        'An agent knows of another only its contract.ts, and what its part of the mirror tells the other (facts.ts); what all share is in facts, casework, reports and time.',
      severity: 'error',
      from: { path: '^packages/agents/src/([^/]+)/' },
      to: {
        path: '^packages/agents/src/[^/]+/',
        pathNot: [
          '^packages/agents/src/$1/',
          '/contract[.]ts$',
          '/facts[.]ts$',
          '^packages/agents/src/(testing|facts|casework|reports|time)/',
        ],
      },
    },
    {
      name: 'devstack-is-for-development',
      comment:
        'Only tests, testing subpaths, the CLI, the bench, the chaos run and the end-to-end app may start servers.',
      severity: 'error',
      from: {
        pathNot: [tests, '^packages/devstack/', '^apps/(cli|bench|chaos|demo)/', '^vitest[.]config[.]ts$'],
      },
      to: { path: '^packages/devstack/' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Test kits stay out of production code.',
      severity: 'error',
      from: { pathNot: [tests, '^packages/devstack/', '^vitest[.]config[.]ts$'] },
      to: { path: '/src/testing/' },
    },
    {
      name: 'no-import-of-tests',
      comment: 'A test exports nothing; move what is needed into a testing folder.',
      severity: 'error',
      from: {},
      to: { path: '[.]test[.]ts$' },
    },
    {
      name: 'browser-safe',
      comment: 'core and api also run in browsers: no Node built-ins.',
      severity: 'error',
      from: { path: '^packages/(core|api)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-stands-on-zod',
      comment: 'core needs zod and nothing else.',
      severity: 'error',
      from: { path: '^packages/core/', pathNot: tests },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    ...layerRules,
    ...libraryRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps)/[^/]+/(coverage|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
