import { useRef, type ReactNode } from 'react';
import { Dialog as Radix } from 'radix-ui';
import { classes } from '../classes';
import { returnFocus } from '../focus';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What the dialog is about, read aloud when it opens. */
  readonly description: ReactNode;
  readonly children?: ReactNode;
  /** The buttons, the safe one first. They stay in sight, whatever the rest is as long as. */
  readonly actions: ReactNode;
  readonly onClose: () => void;
  /** It is there to be read: more room, and the keyboard scrolls it. */
  readonly wide?: boolean;
}

/**
 * A question that must be answered before anything else. Escape and a click beside it are the safe answer; afterwards the focus is where
 * it was before.
 */
export function Dialog({ open, title, description, children, actions, onClose, wide = false }: DialogProps): ReactNode {
  // without a trigger of its own Radix would leave the focus to nobody
  const opener = useRef<Element | null>(null);
  const read = wide ? { role: 'region', 'aria-label': title, tabIndex: 0 } : {};
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        {/* Radix's own overlay locks the scrolling by a style element, which the page's policy refuses */}
        <div className={styles['scrim']} aria-hidden />
        <Radix.Content
          className={classes(styles['content'], wide && styles['wide'])}
          onInteractOutside={(event) => {
            // a message is read and answered beside the question
            if (event.target instanceof Element && event.target.closest('[data-messages]') !== null)
              event.preventDefault();
          }}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus(opener.current);
          }}
        >
          <Radix.Title className={styles['title']}>{title}</Radix.Title>
          <div className={styles['body']} {...read}>
            <Radix.Description asChild>
              <div className={styles['description']}>{description}</div>
            </Radix.Description>
            {children}
          </div>
          <div className={styles['actions']}>{actions}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
