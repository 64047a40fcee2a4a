import { shell } from 'electron';
import { MaloteError } from '../../shared/errors';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import { isAllowedLink } from './links';
import { whyNotAFolder } from './known-folder';

const words = shellMessages.opening;

/** The one way to the browser. @throws MaloteError SHELL_CANNOT_OPEN for an address that is not on the list */
export async function openOutside(address: string): Promise<void> {
  if (!isAllowedLink(address))
    throw new MaloteError('SHELL_CANNOT_OPEN', { place: words.address, reason: words.forbidden });
  await shell.openExternal(address);
}

/** The one way to the file manager: a folder that the program itself knows, and nothing but a folder. @throws MaloteError SHELL_CANNOT_OPEN */
export async function openFolder(folder: string): Promise<void> {
  const refusal = await whyNotAFolder(folder);
  if (refusal !== null) throw new MaloteError('SHELL_CANNOT_OPEN', { place: folder, reason: refusal });
  const reason = await shell.openPath(folder);
  if (reason !== '')
    throw new MaloteError('SHELL_CANNOT_OPEN', { place: folder, reason: reason.replace(/[.\s]+$/, '') });
}
