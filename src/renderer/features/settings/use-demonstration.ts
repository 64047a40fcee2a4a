import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';

/** Opens the demonstration office and shows its month. */
export function useDemonstration(): { readonly busy: boolean; readonly begin: () => void } {
  const { client, ui } = useServices();
  const { busy, run } = useTask();
  const begin = (): void =>
    run(async () => {
      await client.engine.beginDemonstration({});
      ui.setState({ screen: 'panel' });
    });
  return { busy, begin };
}
