/** Where things lie in the laboratory's machine; see lab/init.sh. */
export const PLACES = {
  workspace: '/run/lab/office',
  ledger: '/run/lab/office/malote.db',
  archive: '/run/lab/archive',
  /** A root that has nothing to do with the server. */
  cancelled: '/run/lab/cancelled',
  /** The share as this computer sees it. */
  share: '/run/lab/import',
  /** The share as the BI program's computer sees it. */
  bi: '/run/lab/bi',
  /** The server's disk. */
  disk: '/run/lab/disk',
  /** The share's folder on the server's disk. */
  served: '/run/lab/disk/xml',
} as const;

export const IMPORT = 'Import';
