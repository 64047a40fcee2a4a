import type { ReactNode } from 'react';
import { CircleAlert, LoaderCircle } from 'lucide-react';
import type { Advised } from '../../state/advice';
import { FailureAdvice } from '../Advice';
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

/** `code` and `details` say what the text's advice is about. */
export interface LoadFailedProps extends Advised {
  readonly title: string;
  readonly text: string;
  readonly retryLabel: string;
  readonly onRetry: () => void;
}

/** In the place of what could not be had. */
export function LoadFailed({ title, text, code, details, retryLabel, onRetry }: LoadFailedProps): ReactNode {
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
        <FailureAdvice of={{ code, details }} />
      </div>
    </div>
  );
}
