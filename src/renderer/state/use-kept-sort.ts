import type { Sort } from '../components/Table';
import { useServices, useUi } from './services';

/** How a list is sorted, kept while one is elsewhere. */
export function useKeptSort<Key extends string>(
  name: string,
  initial: Sort<Key>,
): readonly [Sort<Key>, (sort: Sort<Key>) => void] {
  const { ui } = useServices();
  const kept = useUi(({ sorts }) => sorts[name]) as Sort<Key> | undefined;
  return [kept ?? initial, (sort) => ui.setState(({ sorts }) => ({ sorts: { ...sorts, [name]: sort } }))];
}
