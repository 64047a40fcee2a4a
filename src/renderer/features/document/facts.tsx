import type { ReactNode } from 'react';
import type { OpenableFolder } from '../../../shared/ipc/shell';
import { FolderOpen } from 'lucide-react';
import { IconButton } from '../../components/IconButton';
import { Inspected } from '../../components/Inspector';
import { size } from '../../../shared/messages/pt-BR/amounts';
import { t } from '../../i18n';
import { copyText } from '../../state/clipboard';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';

const words = t.document;

interface FactProps {
  readonly label: string;
  readonly value: string;
}

export function Fact({ label, value }: FactProps): ReactNode {
  return <Inspected label={label} value={value} />;
}

/** Something worth copying. */
export function Copied({ label, value, children }: FactProps & { readonly children?: ReactNode }): ReactNode {
  const services = useServices();
  return (
    <Inspected
      label={label}
      value={value}
      copyLabel={t.orphans.detail.copy(label)}
      onCopy={(text) => copyText(services, text)}
    >
      {children}
    </Inspected>
  );
}

export function Hash({ value }: { readonly value: string }): ReactNode {
  return <Copied label={words.hash} value={value} />;
}

export function Size({ bytes }: { readonly bytes: number }): ReactNode {
  return <Fact label={words.size} value={words.sizeText(size(bytes), bytes)} />;
}

interface PlaceProps {
  readonly label: string;
  readonly path: string;
  /** The root below which it lies. */
  readonly folder: OpenableFolder;
  readonly openLabel: string;
}

/** Where a file lies, to be copied, with the way to its root. */
export function Place({ label, path, folder, openLabel }: PlaceProps): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  return (
    <Copied label={label} value={path}>
      <IconButton
        small
        icon={FolderOpen}
        label={openLabel}
        disabled={busy}
        onClick={() => run(() => client.main.openFolder({ folder }))}
      />
    </Copied>
  );
}
