import type { ReactNode } from 'react';
import { ChevronsLeftRight, ChevronsRightLeft, Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { t } from '../../i18n';
import { Button } from '../Button';
import { Checkbox } from '../Checkbox';
import { IconButton } from '../IconButton';
import type { Column } from './columns';
import type { Layout } from './layout';
import styles from './ColumnsMenu.module.css';

const STEP = 24;
const words = t.common.columns;

export interface ColumnsMenuProps<Row, Key extends string> {
  readonly label: string;
  readonly columns: readonly Column<Row, Key>[];
  readonly layout: Layout<Row, Key>;
  /** In pixels, as it is drawn; null where it is not. */
  readonly widthOf: (key: Key) => number | null;
}

/** Which columns a table shows and how wide: also for who has no mouse to pull at their edges. */
export function ColumnsMenu<Row, Key extends string>(props: ColumnsMenuProps<Row, Key>): ReactNode {
  const { label, columns, layout, widthOf } = props;
  const widen = (key: Key, by: number): void => {
    const width = widthOf(key);
    if (width !== null) layout.resize(key, width + by, true);
  };
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton small className={styles['trigger']} icon={Columns3} label={words.of(label)} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles['content']}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={words.of(label)}
        >
          <ul>
            {columns.map(({ key, title }, position) => (
              <li key={key} className={styles['line']}>
                <Checkbox
                  checked={!layout.isHidden(key)}
                  disabled={position === 0}
                  onChange={(shown) => layout.show(key, shown)}
                >
                  {title}
                  {layout.isSilent(key) && <span className={styles['silent']}> {words.silent}</span>}
                </Checkbox>
                <IconButton
                  small
                  icon={ChevronsRightLeft}
                  label={words.narrower(title)}
                  onClick={() => widen(key, -STEP)}
                />
                <IconButton
                  small
                  icon={ChevronsLeftRight}
                  label={words.wider(title)}
                  onClick={() => widen(key, STEP)}
                />
              </li>
            ))}
          </ul>
          <Button small disabled={!layout.isChanged} onClick={layout.reset}>
            {words.reset}
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
