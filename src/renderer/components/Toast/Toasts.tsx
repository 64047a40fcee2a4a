import { useEffect, useState, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Button } from '../Button';
import { IconButton } from '../IconButton';
import styles from './Toasts.module.css';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  /** `bad` stays until it is closed; `good` goes by itself. */
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly text: string | null;
  /** What it advises and this window can do. */
  readonly actions?: readonly ToastAction[];
}

export interface ToastsProps {
  readonly label: string;
  readonly closeLabel: string;
  /** Of the button that closes all, where there are many. */
  readonly clearLabel: (number: number) => string;
  readonly toasts: readonly Toast[];
  readonly onClose: (id: number) => void;
  readonly onClear: () => void;
}

const GOOD_MS = 5_000;

/**
 * Short messages in a strip of their own above the screen, which makes room for them: they cover nothing. A failure is announced at once,
 * the rest when there is time.
 */
export function Toasts({ label, closeLabel, clearLabel, toasts, onClose, onClear }: ToastsProps): ReactNode {
  return (
    <section className={styles['stack']} aria-label={label} aria-live="polite" data-messages>
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} closeLabel={closeLabel} onClose={onClose} />
      ))}
      {toasts.length > 1 && (
        <div className={styles['clear']}>
          <Button small look="quiet" onClick={onClear}>
            {clearLabel(toasts.length)}
          </Button>
        </div>
      )}
    </section>
  );
}

interface ToastLineProps {
  readonly toast: Toast;
  readonly closeLabel: string;
  readonly onClose: (id: number) => void;
}

function ToastLine({ toast, closeLabel, onClose }: ToastLineProps): ReactNode {
  const { id, tone, title, text, actions = [] } = toast;
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const stays = tone === 'bad' || hovered || focused;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(() => onClose(id), GOOD_MS);
    return () => clearTimeout(timer);
  }, [id, stays, onClose]);
  const Icon = tone === 'bad' ? CircleAlert : CircleCheck;
  return (
    <div
      className={styles['toast']}
      role={tone === 'bad' ? 'alert' : 'status'}
      data-tone={tone}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <Icon aria-hidden />
      <p className={styles['text']}>
        <strong className={styles['title']}>{title}</strong>
        {text !== null && <span className={styles['more']}> {text}</span>}
      </p>
      {actions.map(({ label, run }) => (
        <Button
          key={label}
          small
          onClick={() => {
            onClose(id);
            run();
          }}
        >
          {label}
        </Button>
      ))}
      <IconButton small icon={X} label={closeLabel} onClick={() => onClose(id)} />
    </div>
  );
}
