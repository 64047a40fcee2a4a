import { useEffect } from 'react';
import { useServices } from '../state/services';

/** A click on a notification or in the tray leads to a screen, whichever is open. */
export function useOpenScreen(): void {
  const { client, ui } = useServices();
  useEffect(() => client.on('openScreen', ({ screen }) => ui.setState({ screen })), [client, ui]);
}
