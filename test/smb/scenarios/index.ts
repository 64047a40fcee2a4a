import type { Scenario } from '../guest/stage';
import { biDrains } from './bi-drains';
import { contract } from './contract';
import { fileHeldOpen } from './file-held-open';
import { outage } from './outage';

export const SCENARIOS: readonly Scenario[] = [
  outage({
    name: 'server-frozen',
    title: 'server frozen for 60 s',
    event: 'frozen',
    strike: ({ server }) => server.freeze(),
    mend: ({ server }) => server.thaw(),
    lastsMs: 60_000,
  }),
  outage({
    name: 'server-killed',
    title: 'server killed and started again in the middle of a delivery',
    event: 'killed',
    strike: ({ server }) => server.kill(),
    mend: ({ server }) => server.start(),
    lastsMs: 30_000,
  }),
  outage({
    name: 'network-cut',
    title: 'cable pulled',
    event: 'cable pulled',
    strike: ({ server }) => server.cutCable(),
    mend: ({ server }) => server.mendCable(),
    lastsMs: 30_000,
  }),
  outage({
    name: 'share-renamed',
    title: "share's folder renamed on the server, and back",
    event: 'folder renamed',
    strike: ({ server }) => server.renameShareAway(),
    mend: async ({ server }) => {
      await server.renameShareBack();
      await server.remount();
    },
    lastsMs: 30_000,
  }),
  outage({
    name: 'disk-full',
    title: "server's disk full",
    event: 'disk full',
    strike: ({ server }) => server.fillDisk(),
    mend: ({ server }) => server.emptyDisk(),
    lastsMs: 30_000,
  }),
  outage({
    name: 'permission-removed',
    title: 'writing permission removed',
    event: 'read-only for us',
    strike: ({ server }) => server.denyWriting(),
    mend: ({ server }) => server.allowWriting(),
    lastsMs: 30_000,
  }),
  outage({
    name: 'credentials-changed',
    title: 'password changed on the server, which then starts again; and back',
    event: 'password changed',
    strike: async ({ server }) => {
      await server.setPassword('outra');
      await server.kill();
      await server.start();
    },
    mend: ({ server }) => server.setPassword('correta'),
    lastsMs: 30_000,
  }),
  fileHeldOpen,
  biDrains,
  contract,
];
