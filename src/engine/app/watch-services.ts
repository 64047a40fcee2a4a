import type { ShareHistory, ShareLine, ShareRoot } from '../../shared/ipc/shares';
import { archiveMovedWords } from '../../shared/messages/pt-BR/shares';
import type { AlertCenter, Alerts, AlertTests } from '../alerts';
import type { Ledger } from '../ledger';
import type { ServiceContainer } from './service-container';

/** The configured roots and how they are. */
export interface ShareApi {
  /** In the order archive, import, cancelled, workbook; empty before anything was watched. */
  lines(): readonly ShareLine[];
  /** Looks now; resolves when the look has ended. @throws MaloteError SETTINGS_* */
  check(root?: ShareRoot): Promise<void>;
  history(root: ShareRoot, hours: number): ShareHistory;
  /** What is known is old: the machine was asleep. */
  awoke(): void;
}

/** Alerts as people and programs use them; what is told comes from the engine alone. */
export type AlertApi = Pick<Alerts, 'view' | 'markRead' | 'mute'> & AlertTests;

/** The alert center as its users see it; what is told comes from the engine alone. */
export function alertApi(center: AlertCenter, container: ServiceContainer): AlertApi {
  return {
    view: () => center.view(),
    markRead: (ids) => {
      center.markRead(ids);
    },
    mute: (until) => {
      center.mute(until);
    },
    test: async (channel, settings, secrets) => {
      if (settings === undefined) await container.settings();
      return center.test(channel, settings, secrets);
    },
  };
}

/** An archive that answers, in a folder in which nobody has looked for what is on record, is not in order. */
function sayingMoved(line: ShareLine, ledger: Ledger): ShareLine {
  if (line.root !== 'archive' || line.state !== 'ok') return line;
  const move = ledger.archiveMoves.unseen;
  if (move === null) return line;
  return { ...line, state: 'degraded', cause: { code: 'ARCHIVE_MOVED', ...archiveMovedWords(move) } };
}

/** The shares as their users see them. */
export function shareApi(container: ServiceContainer, ledger: Ledger): ShareApi {
  return {
    lines: () => (container.current?.health.lines() ?? []).map((line) => sayingMoved(line, ledger)),
    check: async (root) => {
      await (await container.services()).health.check(root);
    },
    history: (root, hours) => ledger.shareHealth.history(root, hours),
    awoke: () => container.current?.health.awoke(),
  };
}
