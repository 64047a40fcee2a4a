import { useEffect, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { IconButton } from '../IconButton';
import styles from './Toasts.module.css';

export interface Toast {
  readonly id: number;
  /** `bad` stays until it is closed; `good` goes by itself. */
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly text: string | null;
}

export interface ToastsProps {
  readonly label: string;
  readonly closeLabel: string;
  readonly toasts: readonly Toast[];
  readonly onClose: (id: number) => void;
}

const GOOD_MS = 5_000;

/** Short messages over the page. A failure is announced at once, the rest when there is time. */
export function Toasts({ label, closeLabel, toasts, onClose }: ToastsProps): ReactNode {
  return (
    <section className={styles['stack']} aria-label={label}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} closeLabel={closeLabel} onClose={onClose} />
      ))}
    </section>
  );
}

interface ToastCardProps {
  readonly toast: Toast;
  readonly closeLabel: string;
  readonly onClose: (id: number) => void;
}

function ToastCard({ toast, closeLabel, onClose }: ToastCardProps): ReactNode {
  const { id, tone, title, text } = toast;
  useEffect(() => {
    if (tone === 'bad') return undefined;
    const timer = setTimeout(() => onClose(id), GOOD_MS);
    return () => clearTimeout(timer);
  }, [id, tone, onClose]);
  const Icon = tone === 'bad' ? CircleAlert : CircleCheck;
  return (
    <div className={styles['toast']} role={tone === 'bad' ? 'alert' : 'status'} data-tone={tone}>
      <Icon aria-hidden />
      <div className={styles['text']}>
        <p className={styles['title']}>{title}</p>
        {text !== null && <p className={styles['more']}>{text}</p>}
      </div>
      <IconButton small icon={X} label={closeLabel} onClick={() => onClose(id)} />
    </div>
  );
}
