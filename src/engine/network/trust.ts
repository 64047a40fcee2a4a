import tls from 'node:tls';

/** What newer runtimes have for it (Node 22.19, 24.5 and Electron of the same age), and older ones have not. */
export interface TrustRuntime {
  readonly getCACertificates?: (store: 'default' | 'system') => readonly string[];
  readonly setDefaultCACertificates?: (certificates: readonly string[]) => void;
}

/** How a process came to its trust: by this computer's store too, or by the list that the runtime brings along. */
export type Trust = 'with-system' | 'bundled';

/**
 * Lets every secure connection of this process trust what this computer trusts: an office whose antivirus or proxy looks into
 * connections has put its authority into the store of Windows, where Node does not look by itself. What was trusted before stays
 * trusted. A store that cannot be read changes nothing; there, and on older runtimes, NODE_EXTRA_CA_CERTS names a file.
 */
export function trustThisComputer(runtime: TrustRuntime = tls as TrustRuntime): Trust {
  const { getCACertificates, setDefaultCACertificates } = runtime;
  if (getCACertificates === undefined || setDefaultCACertificates === undefined) return 'bundled';
  try {
    const system = getCACertificates('system');
    if (system.length === 0) return 'bundled';
    setDefaultCACertificates([...new Set([...getCACertificates('default'), ...system])]);
    return 'with-system';
  } catch {
    return 'bundled';
  }
}
