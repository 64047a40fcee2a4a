import { basename, dirname, join } from 'node:path';
import { GROWING_ROWS, LOG_NAMES, type GrowingName, type RetentionSetting } from '../../../shared/retention';
import { filesBelow, filesIn, measured, type FilesThere, type FoundFile } from './folders';
import type { RowsOfAll } from './readings';

/** Where the files of a workspace lie. */
export interface RetentionPlace {
  readonly workspace: string;
  /** Of the ledger. */
  readonly ledger: string;
  /** Folders with logs: the workspace's own, and the host's. */
  readonly logs: readonly string[];
}

/** Rules of the settings that bound something. */
export interface RetentionRules {
  readonly retention: Readonly<Record<RetentionSetting, number>>;
  readonly shares: { readonly spoolMegabytes: number };
  readonly backup: { readonly daily: number; readonly weekly: number; readonly monthly: number };
}

type FilesName = Exclude<GrowingName, keyof RowsOfAll | 'backups'>;

/** Beside the ledger, with names that begin so. */
const besideLedger = (place: RetentionPlace, ending: string): Promise<FoundFile[]> =>
  filesIn(dirname(place.ledger), (name) => name.startsWith(`${basename(place.ledger)}${ending}`));

async function logsOf(place: RetentionPlace, names: readonly RegExp[]): Promise<FoundFile[]> {
  const found = await Promise.all(
    place.logs.map((folder) => filesIn(folder, (name) => names.some((one) => one.test(name)))),
  );
  return found.flat();
}

async function setAside(place: RetentionPlace, signal: AbortSignal): Promise<FoundFile[]> {
  const found = [
    ...(await besideLedger(place, '.danificado-')),
    ...(await filesIn(place.workspace, (name) => name.startsWith('settings.broken-'))),
  ];
  for await (const file of filesBelow(place.workspace, signal, (name) => name.startsWith('anterior-')))
    found.push(file);
  return found;
}

/** How much there is of what lies in files. What is copied elsewhere is not looked at: that may hang. */
export const FILES: Readonly<Record<FilesName, (place: RetentionPlace, signal: AbortSignal) => Promise<FilesThere>>> = {
  logs: async (place) => measured(await logsOf(place, [LOG_NAMES.current, LOG_NAMES.aside, LOG_NAMES.packed])),
  warnings: async (place) => measured(await logsOf(place, [LOG_NAMES.warnings])),
  reports: ({ workspace }, signal) => measured(filesBelow(join(workspace, 'relatorios'), signal)),
  spool: ({ workspace }, signal) => measured(filesBelow(join(workspace, 'espera'), signal)),
  'before-migration': async (place) => measured(await besideLedger(place, '.antes-da-versao-')),
  'set-aside': async (place, signal) => measured(await setAside(place, signal)),
  kept: ({ workspace }, signal) => measured(filesBelow(join(workspace, 'guardados'), signal)),
  ledger: async (place) =>
    measured(
      await filesIn(dirname(place.ledger), (name) =>
        ['', '-wal', '-shm'].some((ending) => name === `${basename(place.ledger)}${ending}`),
      ),
    ),
};

/** The numbers of a thing's bound, by the settings of now. */
export function limitsOf(name: GrowingName, { retention, shares, backup }: RetentionRules): number[] {
  const { bound } = GROWING_ROWS[name];
  switch (bound.by) {
    case 'days':
      return [retention[bound.setting]];
    case 'fixed-days':
      return [bound.days];
    case 'newest':
      return [bound.keep];
    case 'spool':
      return [shares.spoolMegabytes];
    case 'backup-rule':
      return [backup.daily, backup.weekly, backup.monthly];
    case 'person':
      return [];
  }
}
