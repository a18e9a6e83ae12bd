import { useOnline } from '@liren/client'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './notes.css'

/** Says that what is seen was saved earlier. */
export function OfflineBar() {
  const online = useOnline()
  const say = useSay()
  if (online) return null
  return (
    <Box className="note note-warning" id="offline-bar" role="status" live="polite">
      <Icon name="offline" /> {say(common.offline)}
    </Box>
  )
}
