import type { ReactNode } from 'react';
import type { Correction } from '../../../../shared/ipc/recovery';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { t } from '../../../i18n';

const words = t.corrections;

export interface CorrectionDialogProps {
  readonly what: 'apply' | 'undo';
  readonly correction: Correction;
  /** How many proposals were picked; 0: the whole batch, or what is left of it. */
  readonly chosen: number;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks once before files are moved, and says what is never done. */
export function CorrectionDialog({ what, correction, chosen, onClose, onConfirm }: CorrectionDialogProps): ReactNode {
  const { id } = correction;
  return (
    <Dialog
      open
      title={words[what].title(id)}
      description={
        <>
          <p>{what === 'undo' ? words.undo.text(correction.items.applied) : applied(correction, chosen)}</p>
          <p>{what === 'undo' ? words.undo.kept : words.apply.promise}</p>
        </>
      }
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" data-testid="confirm-correction" onClick={onConfirm}>
            {words[what].confirm}
          </Button>
        </>
      }
    />
  );
}

function applied(correction: Correction, chosen: number): string {
  const { state, items } = correction;
  if (chosen > 0) return words.apply.rest(chosen);
  return state === 'proposed' ? words.apply.all(correction) : words.apply.rest(items.proposed + items.failed);
}
