export { askSandbox, SANDBOX_CREDENTIALS, type SandboxVendors } from './ask-sandbox.ts';
export { BUDGETS_WITHOUT_LIMITS, LIMITS_LIFTED } from './lifted-limits.ts';
