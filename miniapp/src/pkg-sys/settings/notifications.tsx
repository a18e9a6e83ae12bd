import { useCall, useClient, useSend } from '@liren/client'
import { message as contract, messageGroups } from '@liren/contract/capabilities/message'
import { ErrorNote } from '@/parts/error-panel'
import { SwitchRow } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { noticeWords } from '@/words/me'
import { settingsWords as words } from '@/words/sys'

/** Which groups of messages call for attention. */
export function Notifications() {
  const say = useSay()
  const { platform } = useClient()
  const preferences = useCall(contract.endpoints.preferences, {})
  const { send, error } = useSend(contract.endpoints.setPreference)
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.notifications)}
      </Box>
      <Box className="secondary">{say(words.mute)}</Box>
      <ErrorNote error={error} />
      <Loaded of={preferences} shape="rows">
        {({ items }) => (
          <Box className="card card-flush">
            {items.map(({ group, muted, wechatQuota, wechatTemplate }) => (
              <SwitchRow
                key={group}
                id={`notify-${group}`}
                title={say(messageGroups[group])}
                {...(platform.subscribe && wechatTemplate && !muted
                  ? { hint: say(wechatQuota > 0 ? noticeWords.quota(wechatQuota) : noticeWords.quotaNone) }
                  : {})}
                on={!muted}
                onChange={(on) => void send({ params: { group }, body: { muted: !on } }).then((done) => done && preferences.reload())}
              />
            ))}
          </Box>
        )}
      </Loaded>
    </Box>
  )
}
