import type { ReactNode } from 'react';
import { ArrowRight, CircleX, HardDriveDownload } from 'lucide-react';
import type { ConsoleState } from '../../../shared/ipc/state';
import { causeSentence } from '../../../shared/messages/pt-BR/shares';
import { Banner } from '../../components/Banner';
import { Button } from '../../components/Button';
import { Status } from '../../components/Status';
import { t } from '../../i18n';
import { useConsole, useServices } from '../../state/services';
import { SHARE_LOOKS } from './looks';
import { pendingOf, rootsDown } from './waiting';
import styles from './SharesStrip.module.css';

/** Each root in a word, and what is being delivered of what had waited: one line. Nothing before a root is configured. */
export function SharesStrip(): ReactNode {
  const shares = useConsole((state) => state.shares);
  const { ui } = useServices();
  const words = t.shares.strip;
  if (shares === null || shares.length === 0) return null;
  return (
    <section className={styles['strip']} aria-label={words.label} data-testid="shares-strip">
      <ul className={styles['roots']}>
        {shares.map(({ root, shown, state }) => {
          const { tone, icon } = SHARE_LOOKS[state];
          return (
            <li key={root} title={shown} data-testid={`strip-${root}`}>
              <Status tone={tone} icon={icon}>
                {words.item(root, state)}
              </Status>
            </li>
          );
        })}
      </ul>
      <Draining />
      <Button small look="quiet" className={styles['open']} onClick={() => ui.setState({ screen: 'shares' })}>
        {words.open}
      </Button>
    </section>
  );
}

function Draining(): ReactNode {
  const said = useConsole(({ outbox: { draining } }) =>
    draining === null ? null : t.shares.strip.delivering(draining.delivered, draining.total),
  );
  return said === null ? null : <p className={styles['draining']}>{said}</p>;
}

/** Says that a root is down, why, and what waits for it; and when downloading has stopped for want of room. */
export function SharesBanner(): ReactNode {
  const full = useConsole(({ spool }) => spool.full);
  const down = useConsole((state) => bannerOf(state)?.title ?? null);
  const text = useConsole((state) => bannerOf(state)?.text ?? null);
  const words = t.shares.banner;
  return (
    <>
      {full === true && (
        <Banner
          tone="bad"
          icon={HardDriveDownload}
          role="alert"
          title={words.fullTitle}
          testId="banner-spool-full"
          actions={<OpenShares />}
        >
          {words.full}
        </Banner>
      )}
      {down !== null && (
        <Banner
          tone="bad"
          icon={CircleX}
          role="alert"
          title={down}
          testId="banner-shares-down"
          actions={full === true ? undefined : <OpenShares />}
        >
          {text}
        </Banner>
      )}
    </>
  );
}

function OpenShares(): ReactNode {
  const { ui } = useServices();
  return (
    <Button small icon={ArrowRight} onClick={() => ui.setState({ screen: 'shares' })}>
      {t.shares.banner.open}
    </Button>
  );
}

function bannerOf({ shares, outbox, spool }: ConsoleState): { readonly title: string; readonly text: string } | null {
  const words = t.shares.banner;
  const down = rootsDown(shares);
  const [first] = down;
  if (first === undefined) return null;
  const cause = down.length === 1 ? shares.find(({ root }) => root === first)?.cause : null;
  const pending = pendingOf(outbox);
  const sentences = [
    cause ? causeSentence(cause) : '',
    pending > 0 && outbox.waitingFor.length > 0 ? words.waits(pending, down.length) : '',
    spool.pages > 0 && !spool.full ? words.spooled(spool.pages) : '',
  ];
  return {
    title: down.length === 1 ? words.one(first) : words.many(down),
    text: sentences.filter((sentence) => sentence !== '').join(' '),
  };
}
