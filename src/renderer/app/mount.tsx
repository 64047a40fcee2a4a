import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { MaloteBridge } from '../../shared/ipc/bridge';
import { createClient } from '../../shared/ipc/client';
import { connectConsole } from '../state/connect';
import { createConsoleStore } from '../state/console-store';
import type { Services } from '../state/services';
import { createUiStore } from '../state/ui-store';
import { App } from './App';

/** Builds the page's services over what the preload script offers. */
export function createServices(bridge: MaloteBridge, now: () => Date = () => new Date()): Services {
  return { client: createClient(bridge), console: createConsoleStore(), ui: createUiStore(), now };
}

/** Draws the console into `element` and keeps it fed. */
export function mount(element: HTMLElement, services: Services): void {
  connectConsole(services.client, services.console);
  createRoot(element).render(
    <StrictMode>
      <App services={services} />
    </StrictMode>,
  );
}
