import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { connectLink, listenLink, type Port } from '../../src/engine-link';
import { testFolder } from '../support/test-folder';
import { describePort } from './port.contract';
import { nodePort } from '../support/node-port';

describePort('a MessageChannel', () => {
  const { port1, port2 } = new MessageChannel();
  const close = (): void => {
    port1.close();
    port2.close();
  };
  return Promise.resolve({ ends: [nodePort(port1), nodePort(port2)], close });
});

describePort('the link', async () => {
  const workspace = await mkdtemp(join(await testFolder(), 'malote-port-'));
  let arrived: (port: Port) => void = () => undefined;
  const atListener = new Promise<Port>((resolve) => {
    arrived = resolve;
  });
  const self = { workspace, version: '1.0.0', log: () => undefined };
  const listening = await listenLink({ ...self, role: 'service', onConnection: (port) => arrived(port) });
  const connected = await connectLink({ ...self, role: 'window' });
  const close = async (): Promise<void> => {
    await listening!.close();
    await rm(workspace, { recursive: true });
  };
  return { ends: [connected!.port, await atListener], close };
});
