import type { Text } from '@liren/contract'
import type { ApiError } from '../../app/api/error.ts'
import { useText } from '../../app/language/use.ts'

/** What still uses a thing that was to be deleted, as the refusal names it. */
export function Uses({ error }: { error: ApiError | undefined }) {
  const say = useText()
  const uses = error?.details?.uses as readonly Text[] | undefined
  if (uses === undefined || uses.length === 0) return null
  return (
    <ul>
      {uses.map((use) => (
        <li key={use.en}>{say(use)}</li>
      ))}
    </ul>
  )
}
