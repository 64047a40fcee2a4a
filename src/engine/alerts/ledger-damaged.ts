import { stat } from 'node:fs/promises';
import type { MaloteError } from '../../shared/errors';
import type { AlertChannelName, AlertLine } from '../../shared/ipc/alerts';
import { readRegular } from '../regular-file';
import { replaceFile } from '../replace-file';
import { settingsSchema } from '../settings';
import { asAlertError, sendInTime } from './channel-queue';
import { openChannel, type ChannelMeans, type ChannelSettings } from './channels';
import type { AlertSecrets } from './settings';

export interface DamageTelling extends ChannelMeans {
  /** The damaged ledger. */
  readonly file: string;
  readonly error: MaloteError;
  /** What settings.json holds, unchecked. */
  readonly settings: unknown;
  readonly secrets: AlertSecrets;
  readonly now: number;
}

/** A command that ends because of the damage ends within this time. */
const MARK_BYTES = 1_024;
const WITHIN_MS = 15_000;

function channelSettings(raw: unknown): ChannelSettings | null {
  return settingsSchema.pick({ email: true, webhook: true }).safeParse(raw).data ?? null;
}

function lineOf({ error, now }: DamageTelling): AlertLine {
  return {
    id: 0,
    at: new Date(now).toISOString(),
    kind: 'ledger-damaged',
    severity: 'critical',
    root: null,
    title: 'O Malote parou: o banco de dados está danificado',
    text: `${error.message} ${error.action}`,
    screen: 'panel',
    read: false,
    sends: [],
  };
}

/** The damage as it lies there: while nothing about the file changes, it is the same one. */
async function traitsOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? 'gone' : `${String(found.size)} ${String(found.mtimeMs)}`;
}

async function wasTold(file: string): Promise<boolean> {
  const told = await readRegular(markOf(file), MARK_BYTES).then(String, () => null);
  return told !== null && told === (await traitsOf(file));
}

const markOf = (file: string): string => `${file}.avisado`;

function switchedOn({ desktop }: ChannelMeans, settings: ChannelSettings | null): AlertChannelName[] {
  return [
    ...(desktop === undefined ? [] : (['desktop'] as const)),
    ...(settings?.email.enabled === true ? (['email'] as const) : []),
    ...(settings?.webhook.enabled === true ? (['webhook'] as const) : []),
  ];
}

/**
 * Tells people that work has stopped because the ledger is damaged: without the ledger, in which every other alert is decided and kept.
 * Once for each damage that arrives everywhere, by a mark beside the file; what does not arrive is told again by whoever meets it next.
 * Never fails. @returns what went wrong
 */
export async function tellLedgerDamaged(telling: DamageTelling): Promise<readonly Error[]> {
  const { file, secrets, settings: raw } = telling;
  const settings = channelSettings(raw);
  const channels = switchedOn(telling, settings);
  if (channels.length === 0 || (await wasTold(file))) return [];
  const line = lineOf(telling);
  const none = settingsSchema.pick({ email: true, webhook: true }).parse({});
  const outcomes = await Promise.allSettled(
    channels.map((name) =>
      sendInTime(openChannel(name, settings ?? none, secrets, telling), line, AbortSignal.timeout(WITHIN_MS)),
    ),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [asAlertError(outcome.reason)] : []));
  if (failures.length === 0) await replaceFile(markOf(file), await traitsOf(file)).catch(() => undefined);
  return failures;
}
