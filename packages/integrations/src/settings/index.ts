export { toBudgetWindows } from '../call/vendor-limits.ts';
export { checkSettings, limitsOf, settingsProblems } from './connection-settings.ts';
