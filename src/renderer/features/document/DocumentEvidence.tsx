import { useCallback, type ReactNode } from 'react';
import { LoadFailed, Loading } from '../../components/Loading';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useAnswer } from '../../state/use-answer';
import { EvidenceSections } from './EvidenceSections';

/** All that is on record of one key, asked for when this comes into sight. */
export function DocumentEvidence({ identity }: { readonly identity: string }): ReactNode {
  const { client } = useServices();
  const ask = useCallback(() => client.engine.documentEvidence({ identity }), [client, identity]);
  const answer = useAnswer(ask);
  if (answer.state === 'loading') return <Loading>{t.document.loading}</Loading>;
  if (answer.state === 'failed')
    return <LoadFailed {...answer.why} retryLabel={t.common.retry} onRetry={answer.retry} />;
  return <EvidenceSections evidence={answer.value} />;
}
