import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { signInWords as words } from '@/words/sign-in'
import { PlainButton } from '../button'
import type { Offers } from './use-offers'

/** The way in through the government's own platform, where one is connected and this end can leave for its page. */
export function Government({ door, busy, onChoose }: { door: Offers['government']; busy: boolean; onChoose: () => void }) {
  const say = useSay()
  if (!door?.open) return null
  return (
    <Box className="stack gap-4">
      <PlainButton id="government-sign-in" icon="shield" disabled={busy} onTap={onChoose}>
        {say(words.government)}
      </PlainButton>
      {door.isSimulated ? <Box className="small center">{say(words.governmentDemo)}</Box> : null}
    </Box>
  )
}
