import { relPath, type RelPath } from '../../shares';

/** Where everything lies below the folder that the settings name. */
const HOME = 'Malote-backup';

export const homePath = (): RelPath => relPath(HOME);
export const slicesPath = (workspace: string): RelPath => relPath(HOME, workspace, 'partes');
export const manifestsPath = (workspace: string): RelPath => relPath(HOME, workspace, 'copias');
export const proofsPath = (workspace: string): RelPath => relPath(HOME, workspace, 'provas');

/** @param sha256 of the plain content */
export const slicePath = (workspace: string, sha256: string): RelPath =>
  relPath(HOME, workspace, 'partes', sha256.slice(0, 2), `${sha256}.gz`);
export const manifestPath = (workspace: string, id: string): RelPath =>
  relPath(HOME, workspace, 'copias', `${id}.json`);
export const proofPath = (workspace: string, id: string): RelPath => relPath(HOME, workspace, 'provas', `${id}.json`);

/** What a listing's file is called by; null: it is none of that kind. */
export function nameOf(path: RelPath, ending: '.gz' | '.json'): string | null {
  const name = path.at(-1) ?? '';
  return name.endsWith(ending) ? name.slice(0, -ending.length) : null;
}

/** The workspace in whose part of the store a file lies. */
export function workspaceOf(path: RelPath): string | null {
  return path[0] === HOME && path.length > 2 ? (path[1] ?? null) : null;
}
