import type { ReactNode } from 'react';
import { Dialog as Radix } from 'radix-ui';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What the dialog is about, read aloud when it opens. */
  readonly description: ReactNode;
  readonly children?: ReactNode;
  /** The buttons, the safe one first. */
  readonly actions: ReactNode;
  readonly onClose: () => void;
}

/** A question that must be answered before anything else. Escape and a click beside it are the safe answer. */
export function Dialog({ open, title, description, children, actions, onClose }: DialogProps): ReactNode {
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        {/* Radix's own overlay locks the scrolling by a style element, which the page's policy refuses */}
        <div className={styles['scrim']} aria-hidden />
        <Radix.Content className={styles['content']}>
          <Radix.Title className={styles['title']}>{title}</Radix.Title>
          <Radix.Description asChild>
            <div className={styles['description']}>{description}</div>
          </Radix.Description>
          {children}
          <div className={styles['actions']}>{actions}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
