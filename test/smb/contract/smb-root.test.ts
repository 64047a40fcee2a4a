import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeAgents, openAgentRoot, openLocalRoot } from '../../../src/engine/shares';
import { fileRootContract } from '../../contract/file-root.contract';
import type { MadeRoot } from '../../contract/file-root.contract';
import { PLACES } from '../guest/places';

/** Run by `guest/contract-process.ts` in the laboratory's machine, where the share is and nothing can be built. */
const agents = nodeAgents(process.env['MALOTE_SHARE_AGENT'] ?? '');

async function onShare(open: (location: string) => MadeRoot['root']): Promise<MadeRoot> {
  const location = await mkdtemp(join(PLACES.share, 'contrato-'));
  const root = open(location);
  return {
    root,
    dispose: async () => {
      await root.close();
      await rm(location, { recursive: true, force: true });
    },
  };
}

fileRootContract('an SMB share', () => onShare((location) => openLocalRoot({ id: 'import', location })));
fileRootContract('an SMB share behind a process of its own', () =>
  onShare((location) => openAgentRoot({ id: 'import', location, spawn: agents })),
);
