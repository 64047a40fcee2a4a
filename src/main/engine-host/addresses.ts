import { isAddress, type JsonObject } from '../../engine';
import { audienceOf, mailAddress, SIEG_ADDRESS } from '../../shared/audience';
import { asMaloteError, MaloteError } from '../../shared/errors';
import type { TestResult } from '../../shared/ipc/settings';
import type { EngineHost } from './host';
import { storedValue } from './settings-form';

/**
 * A trial may reach the servers of the settings on the disk, and SIEG's own. Any other one a person confirms in a window of main's,
 * where no page can press a button. @throws MaloteError SHELL_ADDRESS_UNCONFIRMED
 */
export async function confirmAddress(host: EngineHost, draft: JsonObject, address: string): Promise<void> {
  const asked = audienceOf(address);
  // what is no address is told by the trial itself, which reaches nobody
  if (asked === null || savedServers(draft).includes(asked)) return;
  if (!(await host.link.ask('mayReach', { server: asked })))
    throw new MaloteError('SHELL_ADDRESS_UNCONFIRMED', { server: asked });
}

/** A trial that reaches a server, or the words of why it was not made. */
export async function tryAt(
  host: EngineHost,
  draft: JsonObject,
  address: string | null,
  trial: () => Promise<TestResult>,
): Promise<TestResult> {
  try {
    if (address !== null) await confirmAddress(host, draft, address);
  } catch (error) {
    const { message, action } = asMaloteError(error);
    return { ok: false, words: message, action };
  }
  return trial();
}

/** The address of a mail server in settings, or null where none is named. */
export function mailServerOf(settings: JsonObject): string | null {
  const host = storedValue(settings, 'email.host');
  const port = storedValue(settings, 'email.port');
  if (typeof host !== 'string' || host.trim() === '') return null;
  return mailAddress(host, typeof port === 'number' ? port : '');
}

function savedServers(draft: JsonObject): readonly (string | null)[] {
  const workbook = storedValue(draft, 'companies.workbook');
  const addresses = [
    ...[SIEG_ADDRESS, storedValue(draft, 'sieg.baseUrl'), mailServerOf(draft)],
    typeof workbook === 'string' && isAddress(workbook) ? workbook : null,
  ];
  return addresses.map((one) => (typeof one === 'string' ? audienceOf(one) : null));
}
