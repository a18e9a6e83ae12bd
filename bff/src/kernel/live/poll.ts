import { type LiveEvent, liveControl } from '@liren/contract/capabilities/live'
import type { Principal } from '../http/route.ts'
import type { Store } from '../store/store.ts'
import { isFor } from './audience.ts'
import { canResume, readAfter, spanOf } from './log.ts'

/** So many entries are looked at for one answer, however few of them are for the caller. */
const batch = 500

/** What the channel would have told since `after`. The last item says how far that is, so that the next question starts there. */
export async function pollEvents(store: Store, principal: Principal, after: number, now: number): Promise<LiveEvent[]> {
  const span = await spanOf(store)
  const control = (name: string, seq: number): LiveEvent => ({ seq, name, subject: 'live', subjectId: '', at: new Date(now).toISOString() })
  if (after === 0) return [control(liveControl.ready, span.newest)]
  if (!canResume(after, span)) return [control(liveControl.reset, span.newest)]
  const entries = await readAfter(store, after, batch)
  const heard = entries.filter((entry) => isFor(principal, entry)).map((entry) => entry.event)
  const last = entries.at(-1)?.seq
  return last === undefined || last === heard.at(-1)?.seq ? heard : [...heard, control(liveControl.at, last)]
}
