import { randomUUID } from 'node:crypto';
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { Pickable } from '../../shared/ipc/settings';
import type { Picked } from '../../shared/ipc/shell';
import { dialogMessages } from '../../shared/messages/pt-BR/desktop/dialogs';

const words = dialogMessages.pick;

const QUESTIONS: Readonly<Record<Pickable, OpenDialogOptions>> = {
  'archive.root': { title: words.archive, properties: ['openDirectory', 'createDirectory'] },
  'importShare.root': { title: words.import, properties: ['openDirectory', 'createDirectory'] },
  'importShare.cancelledRoot': { title: words.cancelled, properties: ['openDirectory', 'createDirectory'] },
  'backup.folder': { title: words.backup, properties: ['openDirectory', 'createDirectory'] },
  'companies.workbook': {
    title: words.workbook,
    properties: ['openFile'],
    filters: [
      { name: words.filters.workbooks, extensions: ['xlsx', 'xlsm', 'csv'] },
      { name: words.filters.all, extensions: ['*'] },
    ],
  },
  legacy: { title: words.legacy, properties: ['openDirectory'] },
};

/**
 * Paths that a person has chosen in the native picker, by ids that mean nothing to anybody else. An id stands for what it was picked
 * for, until something else is picked for that or the program ends.
 */
export class PathPicker {
  readonly #paths = new Map<Pickable, Picked>();

  /** Null when the person gives up. */
  async pick(window: BrowserWindow | null, what: Pickable): Promise<Picked | null> {
    const question = QUESTIONS[what];
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(question)
      : dialog.showOpenDialog(window, question));
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    const picked = { id: randomUUID(), shown: path };
    this.#paths.set(what, picked);
    return picked;
  }

  /** The path behind an id; null when there is none, or it was picked for something else. */
  path(id: string, what: Pickable): string | null {
    const picked = this.#paths.get(what);
    return picked?.id === id ? picked.shown : null;
  }
}
