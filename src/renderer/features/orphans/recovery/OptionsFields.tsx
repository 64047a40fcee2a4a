import type { ReactNode } from 'react';
import type { RecoveryOptions } from '../../../../shared/ipc/recovery';
import { Field, TextInput } from '../../../components/Field';
import { t } from '../../../i18n';
import styles from './Recovery.module.css';

/** The limits of the contract. */
const RANGES = {
  threads: { least: 1, most: 64 },
  retries: { least: 0, most: 1_000 },
  waitSeconds: { least: 0, most: 3_600 },
} as const satisfies Record<keyof RecoveryOptions, { least: number; most: number }>;

type Option = keyof typeof RANGES;
const OPTIONS: readonly Option[] = ['threads', 'retries', 'waitSeconds'];

function isInRange(option: Option, value: number): boolean {
  return Number.isInteger(value) && value >= RANGES[option].least && value <= RANGES[option].most;
}

export function optionsInRange(options: RecoveryOptions): boolean {
  return OPTIONS.every((option) => isInRange(option, options[option]));
}

interface OptionsFieldsProps {
  readonly options: RecoveryOptions;
  readonly onChange: (options: RecoveryOptions) => void;
}

/** In robocopy's words. A value out of its range stays as it was typed, and says so. */
export function OptionsFields({ options, onChange }: OptionsFieldsProps): ReactNode {
  const words = t.recovery.options;
  return (
    <fieldset className={styles['options']}>
      <legend className="sr-only">{words.legend}</legend>
      {OPTIONS.map((option) => {
        const { least, most } = RANGES[option];
        const value = options[option];
        return (
          <Field
            key={option}
            label={words[option]}
            problem={isInRange(option, value) ? null : words.range(least, most)}
          >
            {(control) => (
              <TextInput
                {...control}
                type="number"
                min={least}
                max={most}
                data-testid={`option-${option}`}
                value={Number.isNaN(value) ? '' : String(value)}
                onChange={(event) => onChange({ ...options, [option]: event.currentTarget.valueAsNumber })}
              />
            )}
          </Field>
        );
      })}
    </fieldset>
  );
}
