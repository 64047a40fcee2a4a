import { useEffect, useState, type ReactNode } from 'react';
import { FolderOpen, Scale } from 'lucide-react';
import type { NoticeOfOthers } from '../../../shared/ipc/shell';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { SearchBox } from '../../components/SearchBox';
import { t } from '../../i18n';
import { failureText } from '../../state/failure';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import styles from './About.module.css';

type Notices = readonly NoticeOfOthers[];

/** The packages of others that this program is made of: how many, under which licences, and each licence's words. */
export function OthersCard(): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  const { notices, why } = useNotices();
  const [open, setOpen] = useState(false);
  const words = t.common.about.others;
  return (
    <section className={styles['card']}>
      <h2>{words.title}</h2>
      <p role="status" data-testid="others">
        {why ?? (notices === null ? t.common.loading : words.sum(notices.length, licencesOf(notices)))}
      </p>
      <div className={styles['links']}>
        <Button small icon={Scale} disabled={notices === null} onClick={() => setOpen(true)}>
          {words.show}
        </Button>
        <Button
          small
          icon={FolderOpen}
          busy={busy}
          title={words.folderHolds}
          onClick={() => run(() => client.main.openFolder({ folder: 'notices' }))}
        >
          {words.folder}
        </Button>
      </div>
      {notices !== null && <OthersDialog notices={notices} open={open} onClose={() => setOpen(false)} />}
    </section>
  );
}

function useNotices(): { readonly notices: Notices | null; readonly why: string | null } {
  const { client } = useServices();
  const [notices, setNotices] = useState<Notices | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  useEffect(() => {
    client.main.noticesOfOthers().then(setNotices, (error: unknown) => setWhy(failureText(error).title));
  }, [client]);
  return { notices, why };
}

/** How many packages each licence has, the most first. */
function licencesOf(notices: Notices): readonly (readonly [licence: string, packages: number])[] {
  const many = new Map<string, number>();
  for (const { licence } of notices) many.set(licence, (many.get(licence) ?? 0) + 1);
  return [...many].sort(([, a], [, b]) => b - a);
}

interface OthersDialogProps {
  readonly notices: Notices;
  readonly open: boolean;
  readonly onClose: () => void;
}

function OthersDialog({ notices, open, onClose }: OthersDialogProps): ReactNode {
  const [search, setSearch] = useState('');
  const words = t.common.about.others;
  const wanted = search.trim().toLowerCase();
  const found = notices.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted));
  return (
    <Dialog
      wide
      open={open}
      title={words.dialog}
      description={words.description}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t.common.close}</Button>}
    >
      <SearchBox
        label={words.search}
        clearLabel={t.common.clearSearch}
        value={search}
        onChange={setSearch}
        className={styles['search']}
      />
      <p className={styles['quiet']} role="status">
        {found.length === 0 ? words.none(search.trim()) : words.found(found.length, notices.length)}
      </p>
      <ul className={styles['others']} data-testid="others-list">
        {found.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            <details>
              <summary>
                <span>
                  {name} <span className={styles['quiet']}>{version}</span>
                </span>
                <span className={styles['quiet']}>{licence}</span>
              </summary>
              <pre>{text}</pre>
            </details>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
