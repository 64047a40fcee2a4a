/** The screen's heading, or the part that holds the screen: where the focus goes when what had it is gone. */
export function focusPage(): void {
  const main = document.querySelector<HTMLElement>('main');
  const heading = main?.querySelector<HTMLElement>('h1[tabindex]');
  (heading ?? main)?.focus({ preventScroll: true });
}

/** Nobody has the focus: the keyboard would begin again at the top of the page. */
export function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || !activeElement.isConnected;
}

/** Gives the focus back to what had it, or, where that is gone, to the page; who has taken it meanwhile keeps it. */
export function returnFocus(to: Element | null): void {
  if (to instanceof HTMLElement && to.isConnected) to.focus();
  if (isFocusLost()) focusPage();
}

/**
 * Watches over the focus: when what has it goes away, or can no longer have it, the nearest part around it that can take it does. What a
 * person takes it away from by a click beside everything stays as it is.
 * @returns what ends it
 */
export function guardFocus(): () => void {
  let path: readonly HTMLElement[] = [];
  const note = ({ target }: FocusEvent): void => {
    path = target instanceof HTMLElement ? ancestors(target) : [];
  };
  const mend = (): void => {
    const [last] = path;
    if (last === undefined || !isFocusLost() || canHold(last)) return;
    const near = path.find((one) => one !== document.body && canHold(one) && one.hasAttribute('tabindex'));
    path = [];
    if (near === undefined || near.localName === 'main') focusPage();
    else near.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(mend);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', note);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', note);
  };
}

function ancestors(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let one: HTMLElement | null = element; one !== null; one = one.parentElement) found.push(one);
  return found;
}

function canHold(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled');
}
