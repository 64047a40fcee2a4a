import { isInside, resolveFrom, samePath, HOST_PLATFORM, type Platform } from '../shares';
import { valueAt } from './json';
import { realPlaces, type PlaceMeans, type RealPlace } from './real-places';
import { settingsMessages } from '../../shared/messages/pt-BR/settings';

/** Where settings are judged from: relative paths are seen from the workspace. */
export interface SettingsPlace {
  readonly workspace: string;
  /** Whose rules paths are compared by; default: this computer's. */
  readonly platform?: Platform;
}

/** What the workspace holds of its own (docs/data.md): no root may lie there. */
const OWN_FOLDERS = ['guardados', 'espera', 'logs', 'relatorios', 'state', 'copiando', 'conferindo', 'restaurando'];

function ownFolders(workspace: string, platform: Platform): string[] {
  return OWN_FOLDERS.map((name) => resolveFrom(workspace, name, platform));
}

interface Folder {
  readonly field: string;
  readonly name: string;
  readonly path: string;
}

const FOLDERS: readonly (readonly [field: string, name: string])[] = [
  ['archive.root', settingsMessages.places.archive],
  ['importShare.root', settingsMessages.places.import],
  ['importShare.cancelledRoot', settingsMessages.places.cancelled],
  ['backup.folder', settingsMessages.places.backup],
];
const { lostArchive, lostBackups } = settingsMessages.places;
/** Pairs that must lie apart: what is emptied by another program, and what must never be. */
const APART: readonly (readonly [field: string, other: string, lost: string])[] = [
  ['importShare.root', 'archive.root', lostArchive],
  ['importShare.cancelledRoot', 'archive.root', lostArchive],
  ['backup.folder', 'importShare.root', lostBackups],
  ['backup.folder', 'importShare.cancelledRoot', lostBackups],
];

function foldersOf(settings: unknown, { workspace, platform }: Required<SettingsPlace>): Folder[] {
  return FOLDERS.flatMap(([field, name]) => {
    const value = valueAt(settings, field.split('.'));
    if (typeof value !== 'string' || value.trim() === '') return [];
    return [{ field, name, path: resolveFrom(workspace, value, platform) }];
  });
}

type Relation = 'same' | 'inside' | 'around';

/** How one path lies to another; null: apart, or it is not known. */
type Compare = (path: string, other: string) => Relation | null;

function byTexts(platform: Platform): Compare {
  return (path, other) => {
    if (samePath(path, other, platform)) return 'same';
    if (isInside(other, path, platform)) return 'inside';
    return isInside(path, other, platform) ? 'around' : null;
  };
}

function byRealPlaces(real: ReadonlyMap<string, RealPlace>, platform: Platform): Compare {
  const byText = byTexts(platform);
  return (path, other) => {
    const [one, two] = [real.get(path), real.get(other)];
    if (one === undefined || two === undefined) return null;
    const [ownNumber = null, ...around] = one.numbers;
    const [otherNumber = null, ...aroundOther] = two.numbers;
    if (ownNumber !== null && ownNumber === otherNumber) return 'same';
    if (otherNumber !== null && around.includes(otherNumber)) return 'inside';
    if (ownNumber !== null && aroundOther.includes(ownNumber)) return 'around';
    return byText(one.path, two.path);
  };
}

function problemsBy(compare: Compare, settings: unknown, place: Required<SettingsPlace>): Record<string, string> {
  const { workspace, platform } = place;
  const folders = foldersOf(settings, place);
  const problems: Record<string, string> = {};
  for (const [field, otherField, lost] of APART) {
    const [folder, other] = [field, otherField].map((one) => folders.find((candidate) => candidate.field === one));
    const found = folder === undefined || other === undefined ? null : compare(folder.path, other.path);
    if (found !== null && other !== undefined) problems[field] = settingsMessages.places[found](other.name, lost);
  }
  for (const { field, path } of folders) {
    const own = ownFolders(workspace, platform).map((folder) => compare(path, folder));
    if (own.includes('same') || own.includes('inside')) problems[field] ??= settingsMessages.places.own;
    const toWorkspace = compare(path, resolveFrom(workspace, '.', platform));
    if (toWorkspace === 'same' || toWorkspace === 'around') problems[field] ??= settingsMessages.places.workspace;
  }
  return problems;
}

/**
 * Folders that must not be one, or lie in each other: the BI empties the import share, and what lies there with it. The workspace
 * may hold folders beside its own, as the demonstration's does, and lies in none of them. Compared by their texts, as the shares compare them.
 * @returns a few words for each field that has to change
 */
export function placeProblems(settings: unknown, place: SettingsPlace): Readonly<Record<string, string>> {
  const { workspace, platform = HOST_PLATFORM } = place;
  return problemsBy(byTexts(platform), settings, { workspace, platform });
}

/**
 * As `placeProblems`, by what the folders of this computer really are: links, junctions, drive letters and other names of one server lead
 * to one folder by different texts. Asks the system, within seconds; what it does not say in time is no problem. Never throws.
 */
export async function realPlaceProblems(
  settings: unknown,
  { workspace }: Pick<SettingsPlace, 'workspace'>,
  means: PlaceMeans = {},
): Promise<Readonly<Record<string, string>>> {
  const place = { workspace, platform: HOST_PLATFORM };
  const folders = foldersOf(settings, place).map(({ path }) => path);
  if (folders.length === 0) return {};
  const own = [...ownFolders(workspace, HOST_PLATFORM), resolveFrom(workspace, '.')];
  const real = await realPlaces([...new Set([...own, ...folders])], means);
  return problemsBy(byRealPlaces(real, HOST_PLATFORM), settings, place);
}
