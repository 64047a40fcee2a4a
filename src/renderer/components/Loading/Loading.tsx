import type { ReactNode } from 'react';
import { CircleAlert, LoaderCircle } from 'lucide-react';
import type { ErrorCode } from '../../../shared/errors';
import { ERROR_ADVICE } from '../../state/advice';
import { AdviceButtons } from '../Advice';
import { Button } from '../Button';
import styles from './Loading.module.css';

/** In the place of what is still being asked for. */
export function Loading({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={styles['line']} role="status">
      <LoaderCircle className={styles['spinner']} aria-hidden />
      {children}
    </p>
  );
}

export interface LoadFailedProps {
  readonly title: string;
  readonly text: string;
  /** What the text's advice is known by. */
  readonly code: ErrorCode;
  readonly retryLabel: string;
  readonly onRetry: () => void;
}

/** In the place of what could not be had. */
export function LoadFailed({ title, text, code, retryLabel, onRetry }: LoadFailedProps): ReactNode {
  return (
    <div className={styles['failed']} role="alert">
      <p className={styles['title']}>
        <CircleAlert aria-hidden />
        {title}
      </p>
      <p className={styles['text']}>{text}</p>
      <div className={styles['actions']}>
        <Button small onClick={onRetry}>
          {retryLabel}
        </Button>
        <AdviceButtons advices={ERROR_ADVICE[code] ?? []} />
      </div>
    </div>
  );
}
