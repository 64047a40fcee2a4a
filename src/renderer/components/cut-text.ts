/** Elements above the one that is pointed at that are looked through for a text that is cut. */
const LEVELS = 5;

/** Whether an element shows less of its text than it has; what is only read aloud is a pixel wide and shows none. */
export function isCut(element: Element): boolean {
  const { clientWidth, scrollWidth } = element;
  return clientWidth > 2 && scrollWidth > clientWidth + 1 && getComputedStyle(element).textOverflow === 'ellipsis';
}

/**
 * Wherever text is cut, pointing at it shows it whole, and only where it is cut: what has a hint of its own keeps it.
 * @returns what ends it
 */
export function showCutText(): () => void {
  const look = ({ target }: Event): void => {
    let element = target instanceof HTMLElement ? target : null;
    for (let level = 0; element !== null && level < LEVELS; level += 1) {
      tell(element);
      element = element.parentElement;
    }
  };
  document.addEventListener('pointerover', look, { passive: true });
  return () => document.removeEventListener('pointerover', look);
}

function tell(element: HTMLElement): void {
  const { dataset } = element;
  if (element.title !== '' && dataset['cut'] === undefined) return;
  if (isCut(element)) {
    element.title = element.textContent.trim();
    dataset['cut'] = '';
  } else if (dataset['cut'] !== undefined) {
    element.removeAttribute('title');
    delete dataset['cut'];
  }
}
