import type { ReactNode } from 'react';
import { Tabs as Radix } from 'radix-ui';
import styles from './Tabs.module.css';

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  /** How many things lie behind it; not shown when absent. */
  readonly count?: string;
  readonly tone?: 'warn';
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly tabs: readonly Tab<T>[];
  readonly onChange: (value: T) => void;
  /** Stands at the end of the row of tabs. */
  readonly aside?: ReactNode;
}

/** Views of one thing, one at a time; arrow keys move between them. */
export function Tabs<T extends string>({ label, value, tabs, onChange, aside }: TabsProps<T>): ReactNode {
  const choose = (chosen: string): void => {
    const tab = tabs.find((one) => one.value === chosen);
    if (tab !== undefined) onChange(tab.value);
  };
  return (
    <Radix.Root className={styles['root']} value={value} onValueChange={choose}>
      <div className={styles['bar']}>
        <Radix.List className={styles['list']} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} className={styles['tab']} value={tab.value}>
              {tab.label}
              {tab.count !== undefined && (
                <span className={styles['count']} data-tone={tab.tone}>
                  {tab.count}
                </span>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} className={styles['content']} value={tab.value}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
