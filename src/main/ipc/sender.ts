import { APP_ORIGIN } from '../security/app-files';

/** Who sent a message, as far as it matters. */
export interface Sender {
  /** Address of the frame; undefined when the frame is gone. */
  readonly url: string | undefined;
  /** Whether the frame is the page itself, not one inside it. */
  readonly isTop: boolean;
  /** Whether the page is in a window of ours. */
  readonly isOurWindow: boolean;
}

/** Only the application's own page, in a window of its own, may ask for anything. */
export function isTrusted({ url, isTop, isOurWindow }: Sender): boolean {
  return isOurWindow && isTop && url?.startsWith(`${APP_ORIGIN}/`) === true;
}
