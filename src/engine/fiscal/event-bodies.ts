import { childNames, children, text, type XmlNode } from './tree';

/** The elements that say what an event is, asked for or answered: of the events, and of the cancellations of before them. */
const BODY_NAMES = ['infEvento', 'infCanc'] as const;

export interface EventBody {
  readonly name: (typeof BODY_NAMES)[number];
  readonly node: XmlNode;
}

export interface EventBodies {
  /** What was asked of the tax authority. */
  readonly requests: readonly EventBody[];
  /** What it answered: in an element `ret…`. */
  readonly answers: readonly EventBody[];
}

function isBodyName(name: string): name is EventBody['name'] {
  return BODY_NAMES.some((each) => each === name);
}

function walk(node: XmlNode, name: string, found: { requests: EventBody[]; answers: EventBody[] }): void {
  for (const below of childNames(node)) {
    for (const inner of children(node, below)) {
      if (isBodyName(below))
        (/^ret[A-Z]/.test(name) ? found.answers : found.requests).push({ name: below, node: inner });
      walk(inner, below, found);
    }
  }
}

/** Every body below an element of that name, or the element itself, in whatever envelope. */
export function eventBodies(root: XmlNode, name: string): EventBodies {
  const found = { requests: [] as EventBody[], answers: [] as EventBody[] };
  if (isBodyName(name)) found.requests.push({ name, node: root });
  walk(root, name, found);
  return found;
}

/** Texts, never numbers: two keys of 44 digits that differ at the end are the same double. */
function sameText(a: string, b: string | null): boolean {
  return b !== null && a.replace(/^0+(?=.)/, '') === b.replace(/^0+(?=.)/, '');
}

/** Whether an answer speaks of the same event of the same key, in all that it says. */
export function answers(request: EventBody, answer: EventBody): boolean {
  const named = childNames(answer.node).filter(
    (name) => /^ch[A-Z]/.test(name) || name === 'tpEvento' || name === 'nSeqEvento',
  );
  return named.every((name) => {
    const written = text(answer.node, name);
    return written === null || sameText(written, text(request.node, name));
  });
}
