import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { App } from '../../../src/renderer/app/App';
import { createServices } from '../../../src/renderer/app/mount';
import { connectConsole } from '../../../src/renderer/state/connect';
import type { Services } from '../../../src/renderer/state/services';
import { createBridgeDouble, type BridgeDouble } from '../../../src/shared/ipc/double';
import type { ConsoleState, Delta } from '../../../src/shared/ipc/state';
import { NOW, SCENES, type OfficeFixture } from '../../renderer/console/fixtures';

// what is waited for comes; on a busy machine it comes later
configure({ asyncUtilTimeout: 30_000 });

/** The console in a page without a screen, on the contract's double. */
export interface ShownConsole {
  readonly double: BridgeDouble;
  readonly services: Services;
  /** Inputs of the calls of one request, in order. */
  readonly asked: (name: string) => unknown[];
  /** Sends what changed, as the engine would. */
  readonly tell: (change: Omit<Delta, 'epoch' | 'revision'>) => void;
}

/** Gives elements a size and a canvas, which a page without a screen does not, and takes everything down after each test. */
export function usePage(): void {
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_100);
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(canvasDouble);
    vi.stubGlobal('Path2D', PathDouble);
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    filled.length = 0;
  });
}

/** Colours of the rectangles that were filled on any canvas, in order. */
export const filled: string[] = [];

/** A canvas that takes everything and draws nothing. */
function canvasDouble(): never {
  const context: Record<string | symbol, unknown> = {};
  const anything = new Proxy(context, {
    get: (target, name) => {
      if (name === 'measureText') return () => ({ width: 10 });
      if (name === 'fillRect') return () => filled.push(String(target['fillStyle']));
      return target[name] ?? (() => undefined);
    },
  });
  return anything as never;
}

class PathDouble {
  moveTo(): void {
    return;
  }
  lineTo(): void {
    return;
  }
  rect(): void {
    return;
  }
  arc(): void {
    return;
  }
  closePath(): void {
    return;
  }
}

/** Draws a scene and waits until its first state stands. */
export async function show(fixture: OfficeFixture): Promise<ShownConsole> {
  const double = createBridgeDouble({
    ...fixture.options,
    engine: { snapshot: () => fixture.state, ...fixture.options?.engine },
  });
  const services = createServices(double.bridge, () => NOW);
  services.ui.setState(fixture.ui ?? {});
  const stop = connectConsole(services.client, services.console);
  stops.push(stop);
  await act(async () => {
    render(<App services={services} />);
    await settled();
  });
  return {
    double,
    services,
    asked: (name) => double.calls.filter((call) => call.name === name).map(({ input }) => input),
    tell: (change) => {
      const { epoch, revision } = stateOf(services);
      act(() => double.emit('delta', { epoch, revision: revision + 1, ...change }));
    },
  };
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

export function stateOf(services: Services): ConsoleState {
  const { console } = services.console.getState();
  if (console === null) throw new Error('the console has no state yet');
  return console;
}

/** Lets what was asked of the double be answered. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Does something and lets its consequences happen. */
export async function doing(action: () => void): Promise<void> {
  await act(async () => {
    action();
    await settled();
  });
}

/** A moment of the console by its name. */
export function fixture(name: string): OfficeFixture {
  const made = SCENES[name]?.();
  if (made === undefined) throw new Error(`there is no scene ${name}`);
  return made;
}

export function clickOn(name: string | RegExp): Promise<void> {
  return doing(() => fireEvent.click(screen.getByRole('button', { name })));
}

/** The button that opens a row of a table, the first row being 0: before it stand those of the header. */
export function rowButton(table: HTMLElement, index = 0): HTMLElement {
  const row = within(table).getAllByRole('row')[index + 1];
  if (row === undefined) throw new Error(`there is no row ${String(index)}`);
  return within(row).getAllByRole('button')[0] as HTMLElement;
}

export function tick(name: string | RegExp): Promise<void> {
  return doing(() => fireEvent.click(screen.getByRole('checkbox', { name })));
}
