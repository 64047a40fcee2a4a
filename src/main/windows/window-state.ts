import { z } from 'zod';

const rectangle = { x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) };

/** Where the window was, in the coordinates of the desktop. */
export const windowStateSchema = z.object({ ...rectangle, maximized: z.boolean() });

export type WindowState = z.output<typeof windowStateSchema>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  /** Absent: the system places the window. */
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const SMALLEST = { width: 800, height: 560 } as const;
const USUAL = { width: 1_280, height: 800 } as const;
/** So much of the window's upper edge must be on a screen that a person can grab it. */
const GRIP = { width: 120, height: 32 } as const;

/**
 * Where to open the window: where it was, made to fit the screen that is there now; in the middle of the first screen when it would be
 * out of reach (a screen was unplugged, or its resolution changed).
 * @param screens work areas, the primary one first
 */
export function placeWindow(saved: WindowState | null, screens: readonly Rectangle[]): Placement {
  const primary = screens[0] ?? { x: 0, y: 0, ...USUAL };
  if (saved === null) return { ...fitted(USUAL, primary), maximized: false };
  const { x, y, maximized } = saved;
  const there = screens.map((one) => ({ one, window: within({ x, y, ...fitted(saved, one) }, one) }));
  const found = there.find(({ one, window }) => canBeGrabbed(window, one));
  return { ...(found?.window ?? fitted(saved, primary)), maximized };
}

function fitted(size: Pick<Rectangle, 'width' | 'height'>, screen: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(Math.min(size.width, screen.width), Math.min(SMALLEST.width, screen.width)),
    height: Math.max(Math.min(size.height, screen.height), Math.min(SMALLEST.height, screen.height)),
  };
}

/** Moved up and to the left as far as it takes for its lower and right edges to be on the screen, where the buttons are. */
function within(window: Rectangle, screen: Rectangle): Rectangle {
  const { x, y, width, height } = window;
  if (!canBeGrabbed(window, screen)) return window;
  return {
    width,
    height,
    x: Math.max(Math.min(x, screen.x + screen.width - width), Math.min(x, screen.x)),
    y: Math.max(Math.min(y, screen.y + screen.height - height), Math.min(y, screen.y)),
  };
}

/** The least a window can be made, where even that is more than its screen has. */
export function smallestOn(screens: readonly Rectangle[]): { width: number; height: number } {
  const widths = screens.map(({ width }) => width);
  const heights = screens.map(({ height }) => height);
  return { width: Math.min(SMALLEST.width, ...widths), height: Math.min(SMALLEST.height, ...heights) };
}

function canBeGrabbed(window: Rectangle, screen: Rectangle): boolean {
  const overlap = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const belowTop = window.y >= screen.y - 1;
  const aboveBottom = window.y + GRIP.height <= screen.y + screen.height;
  return overlap >= GRIP.width && belowTop && aboveBottom;
}
