import type { ShareLine } from '../shared/ipc/shares';
import { archiveMovedWords } from '../shared/words/shares';
import type { AlertCenter } from './alerts';
import type { AlertDesk, ShareBoard } from './desks';
import type { Ledger } from './ledger';
import type { Premises } from './premises';

/** The alert center as its users see it; what is told comes from the engine alone. */
export function alertDesk(center: AlertCenter, premises: Premises): AlertDesk {
  return {
    view: () => center.view(),
    markRead: (ids) => {
      center.markRead(ids);
    },
    mute: (until) => {
      center.mute(until);
    },
    test: async (channel, settings) => {
      if (settings === undefined) await premises.settings();
      return center.test(channel, settings);
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
export function shareBoard(premises: Premises, ledger: Ledger): ShareBoard {
  return {
    lines: () => (premises.current?.health.lines() ?? []).map((line) => sayingMoved(line, ledger)),
    check: async (root) => {
      await (await premises.rooms()).health.check(root);
    },
    history: (root, hours) => ledger.shareHealth.history(root, hours),
    awoke: () => premises.current?.health.awoke(),
  };
}
