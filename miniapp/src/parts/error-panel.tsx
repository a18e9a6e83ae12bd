import { type ApiError, useClient, useSettings } from '@liren/client'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { LinkButton, PlainButton } from './button'
import { EmptyState } from './empty-state'
import { Icon } from './icon'
import { useToast } from './toast'
import './notes.css'

/** What happened, what to do, and a number that support can find. */
export function ErrorPanel({ error, onRetry, small }: { error: ApiError; onRetry: () => void; small?: boolean }) {
  const say = useSay()
  const { language } = useSettings()
  if (small) {
    return (
      <Box className="note note-danger note-round" role="alert" id="error-note">
        <Icon name="alert" />
        <Box className="grow">
          {error.say(language)}
          <Occurrence id={error.occurrence} />
        </Box>
        <LinkButton onTap={onRetry}>{say(common.retry)}</LinkButton>
      </Box>
    )
  }
  return (
    <EmptyState scene="outage" title={error.offline ? say(common.offlineNothing) : error.say(language)}>
      <PlainButton icon="refresh" onTap={onRetry} id="retry">
        {say(common.retry)}
      </PlainButton>
      <Occurrence id={error.occurrence} />
    </EmptyState>
  )
}

/** A refused submission, above its button: what to do is in the sentence. */
export function ErrorNote({ error }: { error: ApiError | undefined }) {
  const { language } = useSettings()
  if (error === undefined) return null
  return (
    <Box className="note note-danger note-round" role="alert" id="error-note">
      <Icon name="alert" />
      <Box className="grow">
        {error.say(language)}
        <Occurrence id={error.occurrence} />
      </Box>
    </Box>
  )
}

function Occurrence({ id }: { id: string }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  if (id === '') return null
  return (
    <LinkButton
      className="small"
      onTap={() => {
        void platform.copy(id).then(({ ok }) => ok && toast(common.copied))
      }}
    >
      {say(common.errorNumber(id.slice(0, 12)))}
    </LinkButton>
  )
}
