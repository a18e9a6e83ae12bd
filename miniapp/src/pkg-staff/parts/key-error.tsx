import type { ApiError } from '@liren/client'
import { ErrorNote } from '@/parts/error-panel'
import { Box } from '@/platform/elements'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'
import '@/parts/notes.css'

/** Somebody was there in between: said in words, with everything that was typed still in the form. */
export function KeyError({ error }: { error: ApiError | undefined }) {
  const say = useSay()
  if (error?.code !== 'stale') return <ErrorNote error={error} />
  return (
    <Box className="note note-warning note-round" role="alert" id="key-newer">
      {say(words.newer)}
    </Box>
  )
}
