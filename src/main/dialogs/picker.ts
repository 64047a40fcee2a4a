import { randomUUID } from 'node:crypto';
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { Pickable } from '../../shared/ipc/settings';
import type { Picked } from '../../shared/ipc/shell';

const QUESTIONS: Readonly<Record<Pickable, OpenDialogOptions>> = {
  'archive.root': { title: 'Pasta do acervo', properties: ['openDirectory', 'createDirectory'] },
  'importShare.root': { title: 'Pasta de importação do BI', properties: ['openDirectory', 'createDirectory'] },
  'importShare.cancelledRoot': { title: 'Pasta de cancelados', properties: ['openDirectory', 'createDirectory'] },
  'companies.workbook': {
    title: 'Planilha de empresas',
    properties: ['openFile'],
    filters: [
      { name: 'Planilhas', extensions: ['xlsx', 'xlsm', 'csv'] },
      { name: 'Todos os arquivos', extensions: ['*'] },
    ],
  },
  legacy: { title: 'Pasta do sistema anterior (com estado, transactions e logs)', properties: ['openDirectory'] },
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
