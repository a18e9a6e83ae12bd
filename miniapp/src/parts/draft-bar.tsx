import { type Draft, friendlyTime, useClient, useSettings } from '@liren/client'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { LinkButton } from './button'
import './notes.css'

/** An earlier visit left something: go on with it, or throw it away. */
export function DraftBar({
  draft,
  onTakeUp,
  onThrowAway,
}: {
  draft: Draft<unknown> | null
  onTakeUp: () => void
  onThrowAway: () => void
}) {
  const say = useSay()
  const { platform } = useClient()
  const { language } = useSettings()
  if (draft === null) return null
  return (
    <Box className="note note-info note-round wrap" id="draft-bar" role="status">
      <Box className="grow">{say(common.draftFound(friendlyTime(draft.savedAt, platform.clock.now(), language)))}</Box>
      <LinkButton id="draft-take-up" onTap={onTakeUp}>
        {say(common.goOn)}
      </LinkButton>
      <LinkButton id="draft-throw-away" onTap={onThrowAway}>
        {say(common.discard)}
      </LinkButton>
    </Box>
  )
}
