/** What a check has found. A red one says what to do. */
export type Finding =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly detail: string; readonly todo: string };

/** One item of the deployment checklist. */
export interface Check {
  /** Its number there. */
  readonly item: number;
  readonly title: string;
  /** Whatever it throws is a red finding. */
  run(): Promise<Finding>;
}

/** A check with what it has found. */
export interface CheckedItem {
  readonly item: number;
  readonly title: string;
  readonly finding: Finding;
}

export const green = (detail: string): Finding => ({ ok: true, detail });
export const red = (detail: string, todo: string): Finding => ({ ok: false, detail, todo });
