import type { JobView } from '../../../../shared/ipc/jobs';
import type { OrphansView } from '../../../state/evidence-view';
import { useConsole, useServices, useUi } from '../../../state/services';
import { tellFailure } from '../../../state/failure';
import { changeOrphans } from '../show';

type AtWork = NonNullable<OrphansView['correcting']>;
type What = AtWork['what'];

/** The batch that is being applied or undone: begun on this page, or seen at work, in whatever process. */
export function useCorrectionAtWork(): AtWork | null {
  const begun = useUi(({ orphans }) => orphans.correcting);
  const job = useConsole(({ jobs }) => jobs.find(isCorrecting)) ?? null;
  if (begun !== null) return begun;
  if (job === null || job.subject === null) return null;
  return { id: job.subject, what: job.progress?.phase === 'undo' ? 'undo' : 'apply' };
}

function isCorrecting({ kind, endedAt }: JobView): boolean {
  return kind === 'correction' && endedAt === null;
}

export interface Correcting {
  /** One is being applied or undone. */
  readonly busy: boolean;
  /** @param items the proposals to apply; none: all that are left */
  readonly begin: (what: What, items: readonly number[]) => void;
}

/**
 * Applies or undoes a batch. It goes on when one leaves the tab; what keeps it from beginning is told wherever one is, and what it fails
 * by later is a notice.
 * @param onBegun once it is under way, or could not begin
 */
export function useCorrecting(correctionId: number, onBegun: () => void): Correcting {
  const services = useServices();
  const { client, ui } = services;
  const busy = useCorrectionAtWork() !== null;
  const begin = (what: What, items: readonly number[]): void => {
    if (ui.getState().orphans.correcting !== null) return;
    changeOrphans(ui, { correcting: { id: correctionId, what } });
    const chosen = what === 'undo' || items.length === 0 ? {} : { items };
    client.engine
      .startJob({ kind: 'correction', correctionId, action: what, ...chosen })
      .catch((error: unknown) =>
        tellFailure(services, error, () => {
          begin(what, items);
          return Promise.resolve();
        }),
      )
      .finally(() => {
        changeOrphans(ui, { correcting: null });
        onBegun();
      });
  };
  return { busy, begin };
}
