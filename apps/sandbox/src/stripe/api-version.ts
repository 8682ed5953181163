/** The version whose shapes the sandbox speaks, whatever version a caller asks for. */
export const API_VERSION = '2026-10-28.endive';
