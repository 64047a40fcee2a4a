import type { ReactNode } from 'react';
import { TO_BE_ASKED } from '../../../../shared/audit-categories';
import type { AuditView, FindingCategory } from '../../../../shared/ipc/audit';
import { Checkbox } from '../../../components/Checkbox';
import { RowButton } from '../../../components/Table';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useServices, useUi } from '../../../state/services';
import { changeOrphans } from '../show';
import { isRecoverable, ORDER, proposed } from './categories';
import styles from './AuditTab.module.css';

interface CategoryListProps {
  readonly counts: AuditView['counts'];
  readonly current: FindingCategory;
}

/** Every category with its number: which one is looked at, and which are to be recovered. */
export function CategoryList({ counts, current }: CategoryListProps): ReactNode {
  const { ui } = useServices();
  const chosen = useUi(({ orphans }) => orphans.chosen) ?? proposed(counts);
  const words = t.orphans;
  const choose = (category: FindingCategory, on: boolean): void =>
    changeOrphans(ui, {
      chosen: on ? [...chosen, category] : chosen.filter((one) => one !== category),
    });
  return (
    <ul className={styles['categories']} aria-label={words.list.label} data-testid="categories">
      {ORDER.map((category) => {
        const found = counts[category];
        const { name } = words.categories[category];
        return (
          <li
            key={category}
            className={styles['category']}
            data-current={category === current || undefined}
            data-empty={found === 0 || undefined}
            data-apart={TO_BE_ASKED.includes(category) || undefined}
          >
            <span className={styles['mark']}>
              {isRecoverable(category) && found > 0 && (
                <Checkbox checked={chosen.includes(category)} onChange={(on) => choose(category, on)}>
                  <span className="sr-only">{words.list.recover(name)}</span>
                </Checkbox>
              )}
            </span>
            <RowButton
              className={styles['choose']}
              current={category === current}
              testId={`category-${category}`}
              onClick={() => changeOrphans(ui, { category, search: '', company: null, month: null })}
            >
              <span className={styles['name']} title={name}>
                {name}
              </span>
              <span className={styles['count']}>{count(found)}</span>
            </RowButton>
          </li>
        );
      })}
    </ul>
  );
}
