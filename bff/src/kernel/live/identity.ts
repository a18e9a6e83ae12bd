import type { IncomingMessage } from 'node:http'
import type { Principal } from '../http/route.ts'

/** What the live channel must know about people. The session capability knows it and gives it to `createLive`. */
export interface LiveIdentity {
  /** Who asks, by `authorization` header or cookie. Undefined for anybody who is not fully signed in. */
  authenticate(request: IncomingMessage): Promise<Principal | undefined>
  /**
   * Looks again at sessions that are connected, without counting as activity of theirs. Who is missing from
   * the answer is cut off; whose rights changed is answered with the new ones.
   */
  refresh(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Principal>>
}

/** Channel of the bus that says: sessions ended or rights changed, look again at once. */
export const sessionChannel = 'session'
