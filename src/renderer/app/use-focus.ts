import { useEffect, useRef } from 'react';
import { focusPage, guardFocus } from '../components/focus';
import { useUi } from '../state/services';

/** A screen that is gone to takes the focus, once; what goes away leaves it to what is near. */
export function useFocus(): void {
  const screen = useUi((state) => state.screen);
  const shown = useRef(screen);
  useEffect(guardFocus, []);
  useEffect(() => {
    const isFirst = shown.current === null;
    if (shown.current === screen) return;
    shown.current = screen;
    // a screen that leads to one of its parts has given that the focus
    if (!isFirst && document.querySelector('main')?.contains(document.activeElement) !== true) focusPage();
  }, [screen]);
}
