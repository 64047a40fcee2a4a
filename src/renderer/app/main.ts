import type { RuntimeProbe } from '../../shared/views';

const labels: Readonly<Record<keyof RuntimeProbe, string>> = {
  sqlite: 'SQLite',
  journalMode: 'Modo do diário',
  rows: 'Linhas lidas de volta',
  node: 'Node',
  electron: 'Electron',
  napi: 'Node-API',
};

/** Shows what the engine's process runs on, or the sentence that says why it does not. */
async function showRuntime(): Promise<void> {
  const answer = await window.malote.runtimeProbe();
  element('status').textContent = answer.ok ? 'O motor responde e lê o SQLite.' : answer.error.sentence;
  if (!answer.ok) return;
  const rows = (Object.keys(labels) as (keyof RuntimeProbe)[]).flatMap((name) =>
    row(name, String(answer.value[name] ?? 'nenhum')),
  );
  element('runtime').replaceChildren(...rows);
  element('runtime').hidden = false;
}

function row(name: keyof RuntimeProbe, value: string): HTMLElement[] {
  const term = document.createElement('dt');
  term.textContent = labels[name];
  const description = document.createElement('dd');
  description.dataset['runtime'] = name;
  description.textContent = value;
  return [term, description];
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

void showRuntime();
