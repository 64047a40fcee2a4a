import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { useServices } from '../../state/services';

/**
 * Where a list was scrolled to is found again when one comes back to it. A list that is fetched page by page is fetched on until it is
 * long enough, unless somebody scrolls meanwhile.
 * @param place which list it is: another question is another list
 */
export function useKeptScroll(
  scroller: RefObject<HTMLElement | null>,
  place: string,
  rows: number,
  onEnd: (() => void) | undefined,
): void {
  const { ui } = useServices();
  const wanted = useRef<{ readonly top: number; readonly left: number } | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const { scrolls } = ui.getState();
    wanted.current = scrolls.get(place) ?? null;
    const keep = (): void => {
      if (wanted.current === null) scrolls.set(place, { top: element.scrollTop, left: element.scrollLeft });
    };
    const leave = (): void => {
      wanted.current = null;
    };
    element.addEventListener('scroll', keep, { passive: true });
    for (const by of ['wheel', 'pointerdown', 'keydown']) element.addEventListener(by, leave, { passive: true });
    return () => {
      element.removeEventListener('scroll', keep);
      for (const by of ['wheel', 'pointerdown', 'keydown']) element.removeEventListener(by, leave);
    };
  }, [scroller, place, ui]);
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      const [element, to] = [scroller.current, wanted.current];
      if (element === null || to === null || rows === 0) return;
      element.scrollTop = to.top;
      element.scrollLeft = to.left;
      if (Math.abs(element.scrollTop - to.top) < 2) wanted.current = null;
      else if (onEnd === undefined) wanted.current = null;
      else onEnd();
    });
    return () => cancelAnimationFrame(frame);
  }, [scroller, rows, onEnd, place]);
}
