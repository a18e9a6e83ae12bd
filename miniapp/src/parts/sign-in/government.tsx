import { useCall, useClient } from '@liren/client'
import { session as contract } from '@liren/contract/capabilities/session'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { signInWords as words } from '@/words/sign-in'
import { PlainButton } from '../button'

/** The way in through the government's own platform, where one is connected and this end can leave for its page. */
export function Government({ busy, onChoose }: { busy: boolean; onChoose: () => void }) {
  const { platform } = useClient()
  return platform.elsewhere === null ? null : <Door busy={busy} onChoose={onChoose} />
}

function Door({ busy, onChoose }: { busy: boolean; onChoose: () => void }) {
  const say = useSay()
  const { data } = useCall(contract.endpoints.governmentDoor, {})
  if (!data?.open) return null
  return (
    <Box className="stack gap-4">
      <PlainButton id="government-sign-in" icon="shield" disabled={busy} onTap={onChoose}>
        {say(words.government)}
      </PlainButton>
      {data.isSimulated ? <Box className="small center">{say(words.governmentDemo)}</Box> : null}
    </Box>
  )
}
