/** How much a record matters, least first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
