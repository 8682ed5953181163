import type { VendorRequest } from '../http/route.ts';

/** The versions served. The later one says `position` for `after` and `in_trash` for `archived`. */
const apiVersions = ['2025-09-03', '2026-03-11'] as const;

export type ApiVersion = (typeof apiVersions)[number];

/** The version that a request names, if it is one that is served. */
export const findVersion = (header: string | undefined): ApiVersion | undefined =>
  apiVersions.find((version) => version === header);

/** The version of a request that has passed the version layer. */
export const versionOf = (request: VendorRequest): ApiVersion =>
  findVersion(request.header('notion-version')) ?? '2026-03-11';

/** `archived` stands beside `in_trash` in the older version only. */
export const trashFlags = (inTrash: boolean, version: ApiVersion): Readonly<Record<string, boolean>> =>
  version === '2025-09-03' ? { archived: inTrash, in_trash: inTrash } : { in_trash: inTrash };
