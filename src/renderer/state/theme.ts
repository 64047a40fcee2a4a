import type { Preferences } from '../../shared/ipc/shell';

/** Puts the chosen theme on the page; "system" leaves it to `prefers-color-scheme`. */
export function applyTheme(theme: Preferences['theme'], root: HTMLElement = document.documentElement): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}

/** Calls `listener` after the page's colours have changed, until the returned function is called: for what is not drawn by CSS. */
export function onThemeChange(listener: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(listener);
  scheme.addEventListener('change', listener);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    scheme.removeEventListener('change', listener);
    chosen.disconnect();
  };
}
