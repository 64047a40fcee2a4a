import { isInside, resolveFrom, samePath, HOST_PLATFORM, type Platform } from '../shares';
import { valueAt } from './json';

/** Where settings are judged from: relative paths are seen from the workspace. */
export interface SettingsPlace {
  readonly workspace: string;
  /** Whose rules paths are compared by; default: this computer's. */
  readonly platform?: Platform;
}

/** What the workspace holds of its own (docs/data.md): no root may lie there. */
const OWN_FOLDERS = ['guardados', 'espera', 'logs', 'relatorios', 'state'];

interface Folder {
  readonly field: string;
  readonly name: string;
  readonly path: string;
}

const FOLDERS: readonly (readonly [field: string, name: string])[] = [
  ['archive.root', 'a pasta do acervo'],
  ['importShare.root', 'a pasta de importação'],
  ['importShare.cancelledRoot', 'a pasta de cancelados'],
];
/** Pairs that must lie apart: what is emptied by another program, and what must never be. */
const APART: readonly (readonly [field: string, other: string])[] = [
  ['importShare.root', 'archive.root'],
  ['importShare.cancelledRoot', 'archive.root'],
];

function foldersOf(settings: unknown, { workspace, platform }: Required<SettingsPlace>): Folder[] {
  return FOLDERS.flatMap(([field, name]) => {
    const value = valueAt(settings, field.split('.'));
    if (typeof value !== 'string' || value.trim() === '') return [];
    return [{ field, name, path: resolveFrom(workspace, value, platform) }];
  });
}

function relation(folder: Folder, other: Folder, platform: Platform): string | null {
  if (samePath(folder.path, other.path, platform)) return `é ${other.name}`;
  if (isInside(other.path, folder.path, platform)) return `fica dentro d${other.name}`;
  return isInside(folder.path, other.path, platform) ? `contém ${other.name}` : null;
}

/**
 * Folders that must not be one, or lie in each other: the BI empties the import share, and what lies there with it. The workspace
 * may hold folders beside its own, as the demonstration's does, and lies in none of them. Compared by their texts, as the shares compare them.
 * @returns a few words for each field that has to change
 */
export function placeProblems(settings: unknown, place: SettingsPlace): Readonly<Record<string, string>> {
  const { workspace, platform = HOST_PLATFORM } = place;
  const folders = foldersOf(settings, { workspace, platform });
  const problems: Record<string, string> = {};
  for (const [field, otherField] of APART) {
    const [folder, other] = [field, otherField].map((one) => folders.find((candidate) => candidate.field === one));
    const found = folder === undefined || other === undefined ? null : relation(folder, other, platform);
    if (found !== null)
      problems[field] =
        `${found}; outro programa esvazia a pasta de importação, e o acervo iria junto: escolha outra pasta`;
  }
  for (const { field, path } of folders) {
    const own = OWN_FOLDERS.some((name) => isInside(resolveFrom(workspace, name, platform), path, platform));
    if (own) problems[field] ??= 'fica numa pasta de que o próprio Malote precisa para trabalhar: escolha outra pasta';
    if (isInside(path, resolveFrom(workspace, '.', platform), platform))
      problems[field] ??= 'é a pasta de trabalho do Malote ou a contém, e nela ficam os registros: escolha outra pasta';
  }
  return problems;
}
