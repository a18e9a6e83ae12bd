import { useCall, useSend } from '@liren/client'
import { notice as contract, noticeCategories } from '@liren/contract/capabilities/notice'
import { ErrorNote } from '@/parts/error-panel'
import { SwitchRow } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Box } from '@/platform/elements'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { noticeWords as words } from '@/words/notice'

/** Which kinds of notices are sent as a message. */
export default function SubscriptionsPage() {
  const say = useSay()
  return (
    <Page page="pkg-gov/subscriptions" title={words.subscriptions}>
      <PermissionGate preview={say(words.preview)}>
        <Subscriptions />
      </PermissionGate>
    </Page>
  )
}

function Subscriptions() {
  const say = useSay()
  const call = useCall(contract.endpoints.subscriptions, {})
  const { send, error } = useSend(contract.endpoints.subscribe)
  usePull(call.reload)
  return (
    <>
      <Box className="secondary section-title">{say(words.subscriptionsBody)}</Box>
      <ErrorNote error={error} />
      <Loaded of={call} shape="rows">
        {({ items }) => (
          <Box className="card card-flush">
            {items.map(({ category, isOn, isFixed }) => (
              <SwitchRow
                key={category}
                id={`subscribe-${category}`}
                title={say(noticeCategories[category].text)}
                {...(isFixed ? { hint: say(words.fixed) } : {})}
                on={isOn}
                onChange={(on) => {
                  if (!isFixed) void send({ params: { category }, body: { isOn: on } }).then((done) => done && call.reload())
                }}
              />
            ))}
          </Box>
        )}
      </Loaded>
    </>
  )
}
