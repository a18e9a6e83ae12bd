import { type Newer, useClient, useObservable } from '@liren/client'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { LinkButton } from './button'
import './notes.css'

/** Says that a newer app is ready; what is half written is kept over the restart. */
export function NewerBar() {
  const { newer } = useClient().platform
  return newer === null ? null : <Bar newer={newer} />
}

function Bar({ newer }: { newer: Newer }) {
  const available = useObservable(newer.available)
  const say = useSay()
  if (!available) return null
  return (
    <Box className="note note-info" id="newer-bar" role="status" live="polite">
      <Box className="grow">{say(common.newer)}</Box>
      <LinkButton id="newer-take" onTap={() => void newer.take()}>
        {say(common.newerTake)}
      </LinkButton>
    </Box>
  )
}
