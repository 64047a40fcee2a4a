import { createContext, useContext, type ReactNode } from 'react';
import type { ConsoleClient } from '../../shared/ipc/client';
import type { ConsoleState } from '../../shared/ipc/state';
import type { ConsoleStore, ConsoleStoreHook } from './console-store';
import type { UiState, UiStoreHook } from './ui-store';

/** What every part of the page may reach: the contract's client and the two stores. */
export interface Services {
  readonly client: ConsoleClient;
  readonly console: ConsoleStoreHook;
  readonly ui: UiStoreHook;
  readonly now: () => Date;
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider(props: { readonly services: Services; readonly children: ReactNode }): ReactNode {
  return <ServicesContext value={props.services}>{props.children}</ServicesContext>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('this component stands outside ServicesProvider');
  return services;
}

export function useUi<T>(select: (state: UiState) => T): T {
  return useServices().ui(select);
}

/** A part of the connection's state. */
export function useConnection<T>(select: (store: ConsoleStore) => T): T {
  return useServices().console(select);
}

/** A part of the engine's state; the component is drawn again only when that part is another object. Null before the first state. */
export function useConsole<T>(select: (state: ConsoleState) => T): T | null {
  return useServices().console(({ console }) => (console === null ? null : select(console)));
}
