import { repairActions } from '@liren/contract/capabilities/repair'
import { LinkButton } from '@/parts/button'
import { Icon } from '@/parts/icon'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import type { QueuedStep } from '../parts/order-sync'
import '@/parts/notes.css'

/** Which steps are still on this phone, and which of them was refused. */
export function SyncNote({ queued }: { queued: readonly QueuedStep[] }) {
  const say = useSay()
  if (queued.length === 0) return null
  return (
    <Box id="sync-note" role="status" live="polite">
      {queued.map(({ action, entry }) => {
        const name = say(repairActions[action].text)
        return entry.state === 'stopped' ? (
          <LinkButton key={entry.id} icon="alert" className="tone-danger" onTap={() => go('/pkg-sys/outbox')}>
            {say(words.stoppedStep(name))}
          </LinkButton>
        ) : (
          <Box key={entry.id} className="row gap-4 tone-info">
            <Icon name="clock" />
            {say(words.pendingStep(name))}
          </Box>
        )
      })}
    </Box>
  )
}
