import { stat } from 'node:fs/promises';
import { patientCalls, type PatientCalls } from '../../engine/files';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';

const words = shellMessages.opening;

export interface FolderLook {
  readonly look?: (path: string) => Promise<{ readonly isDirectory: () => boolean }>;
  readonly calls?: PatientCalls;
}

/**
 * Why a path is not opened as a folder, in words that follow a colon; null when it is one. It may lie on a server that keeps silent,
 * where each look costs one of main's few threads for as long as that lasts: it is looked at once. Never rejects.
 */
export async function whyNotAFolder(
  folder: string,
  { look = stat, calls = patientCalls }: FolderLook = {},
): Promise<string | null> {
  try {
    const found = await calls.make(`stat ${folder}`, () => look(folder));
    switch (found.came) {
      case 'back':
        return found.value.isDirectory() ? null : words.notFound;
      case 'late':
        return words.silent;
      case 'unasked':
        return words.othersSilent;
    }
  } catch {
    return words.notFound;
  }
}
