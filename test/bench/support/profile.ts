import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

/** A profile of this process's JavaScript thread, from now on. */
export class Profile {
  private constructor(private readonly session: Session) {}

  static async begin(): Promise<Profile> {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    return new Profile(session);
  }

  /** Ends it. */
  async write(file: string): Promise<void> {
    const { profile } = await this.session.post('Profiler.stop');
    this.session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  }
}
