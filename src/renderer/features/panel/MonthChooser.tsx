import type { ReactNode } from 'react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../../components/IconButton';
import { Select } from '../../components/Select';
import { monthAfter, monthOf, monthsUntil } from '../../../shared/messages/pt-BR/moments';
import { monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import styles from './MonthChooser.module.css';

export interface MonthChooserProps {
  readonly month: string;
  readonly disabled: boolean;
  readonly onChange: (month: string) => void;
}

const MONTHS_BACK = 36;

/** The month that the Painel shows: one back, one forth, or out of a list. Never later than the current one. */
export function MonthChooser({ month, disabled, onChange }: MonthChooserProps): ReactNode {
  const { now } = useServices();
  const current = monthOf(now());
  const last = month > current ? month : current;
  const months = new Set([...monthsUntil(last, MONTHS_BACK), month]);
  const words = t.panel.month;
  return (
    <div className={styles['chooser']}>
      <IconButton
        icon={ChevronLeft}
        label={words.previous}
        disabled={disabled}
        onClick={() => onChange(monthAfter(month, -1))}
      />
      <Select
        className={styles['select']}
        aria-label={words.label}
        data-testid="month"
        value={month}
        disabled={disabled}
        options={[...months].map((value) => ({ value, label: monthName(value) }))}
        onChange={onChange}
      />
      <IconButton
        icon={ChevronRight}
        label={words.next}
        disabled={disabled || month >= last}
        onClick={() => onChange(monthAfter(month, 1))}
      />
    </div>
  );
}
