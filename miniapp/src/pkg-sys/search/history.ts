import { useClient, useSession } from '@liren/client'
import { useEffect, useState } from 'react'

const most = 10
const nobody: readonly string[] = []

/** Newest first, each once. */
export const remembered = (before: readonly string[], looked: string): readonly string[] =>
  looked.trim().length < 2 ? before : [looked.trim(), ...before.filter((one) => one !== looked.trim())].slice(0, most)

/** What this person looked for on this phone; it goes with everything else that is kept for them when they sign out. */
export function useHistory() {
  const { cache } = useClient()
  const session = useSession()
  const who = session.status === 'signed-in' ? session.who.userId : 'guest'
  const name = `${who} search.history`
  const [items, setItems] = useState(nobody)
  useEffect(() => {
    let here = true
    setItems(nobody)
    void cache.get<readonly string[]>(name).then((kept) => here && kept && setItems(kept.value))
    return () => {
      here = false
    }
  }, [cache, name])
  const keep = (next: readonly string[]) => {
    setItems(next)
    void cache.set(name, next)
  }
  return { items, add: (looked: string) => keep(remembered(items, looked)), clear: () => keep(nobody) }
}
