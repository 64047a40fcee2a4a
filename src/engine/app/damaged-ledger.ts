import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { realNow } from '../base';
import { tellLedgerDamaged, type AlertChannel, type AlertSecrets } from '../alerts';
import { acceptFreshLedger, restoreLedger } from '../ledger';
import type { FindProxy } from '../network';
import { readDraft } from '../settings';

/** What a person may do about a ledger that is damaged or gone, and how others are told of it. Nothing of this needs an engine. */

const LEDGER_FILE = 'malote.db';

export function ledgerFile(workspace: string): string {
  return join(workspace, LEDGER_FILE);
}

/** By a person at the keyboard, not by the engine. */
const BY_HAND = { now: realNow, actor: 'operator' };

/**
 * Puts the damaged ledger aside and begins an empty one.
 * @returns LEDGER_SET_ASIDE; LEDGER_BEGUN_ANEW where it was gone; LEDGER_SOUND where nothing was to be done
 * @throws MaloteError LEDGER_*
 */
export function beginFreshLedger(workspace: string): MaloteError {
  const file = ledgerFile(workspace);
  const replaced = acceptFreshLedger(file, BY_HAND);
  if (replaced === null) return new MaloteError('LEDGER_SOUND', { place: file });
  const { aside, wasGone } = replaced;
  return wasGone || aside === null
    ? new MaloteError('LEDGER_BEGUN_ANEW', { place: file })
    : new MaloteError('LEDGER_SET_ASIDE', { place: aside });
}

/** @returns LEDGER_RESTORED @throws MaloteError LEDGER_SOUND, LEDGER_COPY_UNUSABLE, LEDGER_COPY_UNREADABLE and the like */
export function restoreLedgerFrom(workspace: string, copy: string): MaloteError {
  restoreLedger(ledgerFile(workspace), copy, BY_HAND);
  return new MaloteError('LEDGER_RESTORED', { place: copy });
}

export interface DamageContext {
  readonly workspace: string;
  readonly secrets?: AlertSecrets;
  readonly desktop?: AlertChannel;
  readonly findProxy?: FindProxy;
}

/** As `tellLedgerDamaged`, by the settings of the workspace. */
export async function tellDamageOf(context: DamageContext, error: MaloteError): Promise<readonly Error[]> {
  const { workspace, secrets = () => Promise.resolve(null) } = context;
  const { draft } = await readDraft(workspace).catch(() => ({ draft: {} }));
  return tellLedgerDamaged({
    ...context,
    file: ledgerFile(workspace),
    error,
    settings: draft,
    secrets,
    now: realNow(),
  });
}
