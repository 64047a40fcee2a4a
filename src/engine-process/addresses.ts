import { isAddress, readDraft, type JsonObject } from '../engine';
import {
  CHANNEL_SECRETS,
  channelField,
  secretAddress,
  SETTABLE_CHANNELS,
  type AlertChannelName,
} from '../shared/alert-channels';
import { audienceOf, SIEG_ADDRESS } from '../shared/audience';
import { asMaloteError, MaloteError } from '../shared/errors';
import type { SettingsField, SettingsProblems, TestResult } from '../shared/ipc/settings';
import type { Linked, Places } from './ports';
import { storedValue } from './settings-form';

/**
 * A trial may reach the servers of the settings on the disk, and SIEG's own. Any other one a person confirms in a window of main's,
 * where no page can press a button. @throws MaloteError SHELL_ADDRESS_UNCONFIRMED
 */
async function confirmAddress(host: Linked & Places, address: string): Promise<void> {
  const asked = audienceOf(address);
  // what is no address is told by the trial itself, which reaches nobody
  if (asked === null || (await savedServers(host)).includes(asked)) return;
  if (!(await host.link.ask('mayReach', { server: asked })))
    throw new MaloteError('SHELL_ADDRESS_UNCONFIRMED', { server: asked });
}

/**
 * What keeps settings from being saved: their servers that a person does not confirm, by the field that names each.
 * @param raw settings as they are to be saved
 */
export async function unconfirmedServers(host: Linked & Places, raw: JsonObject): Promise<SettingsProblems> {
  const problems: Partial<Record<SettingsField, string>> = {};
  for (const [field, address] of serversOf(raw)) {
    try {
      await confirmAddress(host, address);
    } catch (error) {
      problems[field] = asMaloteError(error).message;
    }
  }
  return problems;
}

/** A trial that reaches a server, or the words of why it was not made. */
export async function tryAt(
  host: Linked & Places,
  address: string | null,
  test: () => Promise<TestResult>,
): Promise<TestResult> {
  try {
    if (address !== null) await confirmAddress(host, address);
  } catch (error) {
    const { message, action } = asMaloteError(error);
    return { ok: false, words: message, action };
  }
  return test();
}

/** The server of a channel in settings, with the field that names it; null where none is named, or it has none. */
export function channelServer(
  settings: JsonObject,
  channel: AlertChannelName,
): readonly [field: SettingsField, address: string] | null {
  const secret = CHANNEL_SECRETS.find((each) => each.channel === channel);
  if (secret === undefined || secret.server === null) return null;
  const field = channelField(secret.channel, secret.server.field);
  const named = storedValue(settings, field);
  if (typeof named !== 'string' || named.trim() === '') return null;
  const address = secretAddress(secret, (own) => storedValue(settings, channelField(secret.channel, own)));
  return address === null ? null : [field, address];
}

/** Of the settings in force, and SIEG's own: what a page has only begun to write counts for nothing. */
async function savedServers(host: Places): Promise<readonly (string | null)[]> {
  const { folder } = await host.place();
  const saved = await readDraft(folder).then(
    ({ draft }) => draft,
    () => null,
  );
  return [SIEG_ADDRESS, ...(saved === null ? [] : serversOf(saved).map(([, address]) => address))].map(audienceOf);
}

function serversOf(settings: JsonObject): (readonly [field: SettingsField, address: string])[] {
  const sieg = storedValue(settings, 'sieg.baseUrl');
  const workbook = storedValue(settings, 'companies.workbook');
  return [
    ...(typeof sieg === 'string' ? [['sieg.baseUrl', sieg] as const] : []),
    ...(typeof workbook === 'string' && isAddress(workbook) ? [['companies.workbook', workbook] as const] : []),
    ...SETTABLE_CHANNELS.flatMap((channel) => {
      const server = channelServer(settings, channel);
      return server === null ? [] : [server];
    }),
  ];
}
