import type { OrphansView } from '../../../state/evidence-view';
import { useServices, useUi } from '../../../state/services';
import { tellFailure } from '../../../state/failure';
import { changeOrphans } from '../show';

type What = NonNullable<OrphansView['correcting']>['what'];

export interface Correcting {
  /** One is being applied or undone. */
  readonly busy: boolean;
  /** @param items the proposals to apply; none: all that are left */
  readonly begin: (what: What, items: readonly number[]) => void;
}

/**
 * Applies or undoes a batch. It goes on when one leaves the tab, and its failure is told wherever one is.
 * @param onEnded however it ended
 */
export function useCorrecting(correctionId: number, onEnded: () => void): Correcting {
  const services = useServices();
  const { client, ui } = services;
  const busy = useUi(({ orphans }) => orphans.correcting !== null);
  const begin = (what: What, items: readonly number[]): void => {
    if (ui.getState().orphans.correcting !== null) return;
    changeOrphans(ui, { correcting: { id: correctionId, what } });
    const work =
      what === 'undo'
        ? client.engine.undoCorrection({ correctionId })
        : client.engine.applyCorrection({ correctionId, ...(items.length === 0 ? {} : { items }) });
    work
      .catch((error: unknown) =>
        tellFailure(services, error, () => {
          begin(what, items);
          return Promise.resolve();
        }),
      )
      .finally(() => {
        changeOrphans(ui, { correcting: null });
        onEnded();
      });
  };
  return { busy, begin };
}
