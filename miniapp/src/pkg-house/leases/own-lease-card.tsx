import { exactTime, useClient, useSend, useSettings } from '@liren/client'
import { leaseEndpoints, type OwnLease, rentalKinds } from '@liren/contract/capabilities/lease'
import { useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { LeaseTag } from '@/parts/lease-tag'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { Box, DayField } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'

/** One lease as its landlord sees it, with the way to end it. */
export function OwnLeaseCard({ lease, onDone }: { lease: OwnLease; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { language } = useSettings()
  const { platform } = useClient()
  const { send, sending, error } = useSend(leaseEndpoints.close)
  const today = exactTime(platform.clock.now()).slice(0, 10)
  const [isEnding, setEnding] = useState(false)
  const [endedOn, setEndedOn] = useState(today)
  const end = async () => {
    if ((await send({ params: { id: lease.id }, body: { version: lease.version, endedOn } })) === null) return
    toast(words.ended)
    setEnding(false)
    onDone()
  }
  return (
    <Box className="card" id={`lease-${lease.id}`}>
      <Box className="row between gap-8 wrap">
        <Box className="heading grow">{`${lease.house.estate} ${lease.house.name}`}</Box>
        <LeaseTag lease={lease} />
      </Box>
      <Box className="secondary number">
        {rentalKinds[lease.kind][language]} · {say(words.span(lease.from, lease.until))}
      </Box>
      <Box className="secondary">{lease.tenants.map(({ name }) => name).join('、')}</Box>
      {lease.reason ? <Box className="secondary">{say(words.reason(lease.reason))}</Box> : null}
      {lease.can.includes('end') ? (
        <LinkButton id={`lease-end-${lease.id}`} onTap={() => setEnding(true)}>
          {say(words.end)}
        </LinkButton>
      ) : null}
      {isEnding ? (
        <Sheet
          open
          id="lease-end"
          title={say(words.end)}
          onClose={() => setEnding(false)}
          footer={
            <PrimaryButton id="lease-end-send" busy={sending} onTap={() => void end()}>
              {say(words.endSend)}
            </PrimaryButton>
          }
        >
          <FormRow title={say(words.endedOn)}>
            <DayField
              id="lease-ended-on"
              className="input"
              value={endedOn}
              min={lease.from}
              onChange={setEndedOn}
              label={say(words.endedOn)}
              placeholder={say(words.endedOn)}
            />
          </FormRow>
          <ErrorNote error={error} />
        </Sheet>
      ) : null}
    </Box>
  )
}
