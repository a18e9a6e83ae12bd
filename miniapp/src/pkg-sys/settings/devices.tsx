import { friendlyTime, useCall, useClient, useSend, useSettings } from '@liren/client'
import { session as contract } from '@liren/contract/capabilities/session'
import { LinkButton } from '@/parts/button'
import { Cell } from '@/parts/cell'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { settingsWords as words } from '@/words/sys'

/** Where this account is signed in; any of them can be signed out from here. */
export function Devices() {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { language } = useSettings()
  const { me } = useMe()
  const sessions = useCall(contract.endpoints.list, {})
  const one = useSend(contract.endpoints.close)
  const all = useSend(contract.endpoints.closeAll)
  const settled = (answer: unknown) => {
    if (answer === null) return
    toast(words.closed)
    void sessions.reload()
  }
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.devices)}
      </Box>
      <ErrorNote error={one.error ?? all.error} />
      <Loaded of={sessions} shape="rows">
        {({ items }) => (
          <>
            <Box className="card card-flush">
              {items.map((item) => {
                const here = item.id === me?.session.id
                return (
                  <Cell
                    key={item.id}
                    icon="phone"
                    title={item.device ?? say(words.devices)}
                    hint={here ? say(words.thisDevice) : say(words.lastSeen(friendlyTime(item.lastSeenAt, platform.clock.now(), language)))}
                    extra={
                      here ? undefined : (
                        <LinkButton disabled={one.sending} onTap={() => void one.send({ params: { id: item.id } }).then(settled)}>
                          {say(words.closeDevice)}
                        </LinkButton>
                      )
                    }
                  />
                )
              })}
            </Box>
            {items.length > 1 ? (
              <LinkButton id="close-all" disabled={all.sending} onTap={() => void all.send({ query: { keepThis: 'true' } }).then(settled)}>
                {say(words.closeAll)}
              </LinkButton>
            ) : null}
          </>
        )}
      </Loaded>
    </Box>
  )
}
