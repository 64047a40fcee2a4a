import { stat } from 'node:fs/promises';
import type { MaloteError } from '../../shared/errors';
import { ALERT_CHANNEL_NAMES, isSettable, type AlertChannelName } from '../../shared/alert-channels';
import type { AlertLine } from '../../shared/ipc/alerts';
import { alertMessages } from '../../shared/messages/pt-BR/alerts';
import { readRegular, replaceFile } from '../files';
import { begunMarkOf } from '../ledger';
import { asAlertError, sendInTime } from './channel-queue';
import { openChannel, type ChannelMeans } from './channels';
import { channelSettingsIn, type AlertSecrets, type ChannelsSettings } from './settings';

export interface DamageTelling extends ChannelMeans {
  /** The ledger that is damaged or gone. */
  readonly file: string;
  readonly error: MaloteError;
  /** What settings.json holds, unchecked. */
  readonly settings: unknown;
  readonly secrets: AlertSecrets;
  readonly now: number;
}

const MARK_BYTES = 1_024;
/** A command that ends because of the damage ends within this time. */
const WITHIN_MS = 15_000;

function lineOf({ error, now }: DamageTelling): AlertLine {
  return {
    id: 0,
    at: new Date(now).toISOString(),
    kind: 'ledger-damaged',
    severity: 'critical',
    root: null,
    title: alertMessages.ledgerTitle(error.code === 'LEDGER_GONE'),
    text: `${error.message} ${error.action}`,
    screen: 'panel',
    read: false,
    sends: [],
  };
}

/** The damage as it lies there: while nothing about the file changes, it is the same one. Of one that is gone: since it was last opened. */
async function traitsOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (found !== null) return `${String(found.size)} ${String(found.mtimeMs)}`;
  const mark = await stat(begunMarkOf(file)).catch(() => null);
  return `gone ${String(mark?.mtimeMs)}`;
}

async function wasTold(file: string): Promise<boolean> {
  const told = await readRegular(markOf(file), MARK_BYTES).then(String, () => null);
  return told !== null && told === (await traitsOf(file));
}

const markOf = (file: string): string => `${file}.avisado`;

/** Each with its settings; one whose own are spoilt keeps no other one from telling. */
function channelsOn({ desktop, settings }: DamageTelling): (readonly [AlertChannelName, ChannelsSettings])[] {
  return ALERT_CHANNEL_NAMES.flatMap((name) => {
    const own = channelSettingsIn(settings, name);
    const isOn = isSettable(name) ? own?.[name].enabled === true : desktop !== undefined;
    return own !== null && isOn ? [[name, own] as const] : [];
  });
}

/**
 * Tells people that work has stopped because the ledger is damaged or gone: without the ledger, in which every other alert is decided and kept.
 * Once for each damage that arrives everywhere, by a mark beside the file; what does not arrive is told again by whoever meets it next.
 * Never fails. @returns what went wrong
 */
export async function tellLedgerDamaged(telling: DamageTelling): Promise<readonly Error[]> {
  const { file, secrets } = telling;
  const channels = channelsOn(telling);
  if (channels.length === 0 || (await wasTold(file))) return [];
  const line = lineOf(telling);
  const outcomes = await Promise.allSettled(
    channels.map(([name, settings]) =>
      sendInTime(openChannel(name, settings, secrets, telling), line, AbortSignal.timeout(WITHIN_MS)),
    ),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [asAlertError(outcome.reason)] : []));
  if (failures.length === 0) await replaceFile(markOf(file), await traitsOf(file)).catch(() => undefined);
  return failures;
}
