import type { ReactNode } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { t } from '../../i18n';

export interface StopDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before what is in flight is thrown away. */
export function StopDialog({ open, onClose, onConfirm }: StopDialogProps): ReactNode {
  const words = t.panel.stopDialog;
  return (
    <Dialog
      open={open}
      title={words.title}
      description={
        <>
          <p>{words.text}</p>
          <p>{words.gentle}</p>
        </>
      }
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.keep}</Button>
          <Button look="danger" data-testid="confirm-stop-now" onClick={onConfirm}>
            {words.confirm}
          </Button>
        </>
      }
    />
  );
}
