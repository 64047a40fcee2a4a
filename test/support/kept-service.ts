import type { ServiceManager, ServiceState } from '../../src/cli/service/manager';
import { unitText } from '../../src/cli/service/systemd-unit';

/** A system that keeps one service, and tells what was asked of it. */
export class KeptService implements ServiceManager {
  readonly place = '/etc/systemd/system/malote.service';
  readonly asked: string[] = [];
  state: ServiceState = { installed: false, enabled: false, running: false, workspace: null };

  constructor(readonly kind: ServiceManager['kind'] = 'systemd-user') {}

  text: ServiceManager['text'] = (definition) => Promise.resolve(unitText(definition, { scope: 'user', version: 252 }));
  look: ServiceManager['look'] = () => Promise.resolve(this.state);
  troubles: ServiceManager['troubles'] = () => Promise.resolve([]);
  install: ServiceManager['install'] = ({ workspace }) =>
    this.#becomes('install', { installed: true, enabled: true, workspace });
  uninstall = (): Promise<void> => this.#becomes('uninstall', { installed: false, enabled: false, running: false });
  start = (): Promise<void> => this.#becomes('start', { running: true });
  stop = (): Promise<void> => this.#becomes('stop', { running: false });

  #becomes(asked: string, state: Partial<ServiceState>): Promise<void> {
    this.asked.push(asked);
    this.state = { ...this.state, ...state };
    return Promise.resolve();
  }
}
