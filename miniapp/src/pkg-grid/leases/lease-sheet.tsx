import { exactTime, useCall, useClient, useSend, useSettings } from '@liren/client'
import { type Lease, leaseEndpoints, rentalKinds } from '@liren/contract/capabilities/lease'
import { useState } from 'react'
import { LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { Area, Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'

/** One lease at the door: who should live here, and whether it is so. */
export function LeaseSheet({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const call = useCall(leaseEndpoints.read, { params: { id } })
  return (
    <Sheet open id="lease-sheet" title={say(words.gridTitle)} onClose={onClose}>
      <Loaded of={call} shape="detail">
        {(lease) => <Shown lease={lease} onDone={onDone} />}
      </Loaded>
    </Sheet>
  )
}

function Shown({ lease, onDone }: { lease: Lease; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { language } = useSettings()
  const { platform } = useClient()
  const decide = useSend(leaseEndpoints.decide)
  const end = useSend(leaseEndpoints.end)
  const [reason, setReason] = useState<string>()
  const settle = async (isTrue: boolean) => {
    const body = { version: lease.version, isTrue, ...(isTrue ? {} : { reason: (reason ?? '').trim() }) }
    if ((await decide.send({ params: { id: lease.id }, body })) === null) return
    toast(words.decided)
    onDone()
  }
  const finish = async () => {
    const body = { version: lease.version, endedOn: exactTime(platform.clock.now()).slice(0, 10) }
    if ((await end.send({ params: { id: lease.id }, body })) === null) return
    toast(words.ended)
    onDone()
  }
  return (
    <>
      <Box className="heading">{`${lease.house.estate} ${lease.house.name}`}</Box>
      <Box className="secondary number">
        {rentalKinds[lease.kind][language]} · {say(words.span(lease.from, lease.until))}
      </Box>
      {lease.reason ? <Box className="secondary">{say(words.reason(lease.reason))}</Box> : null}
      <CellGroup>
        <Cell icon="person" title={lease.landlord.name} hint={say(words.landlord)} extra={lease.landlord.phone ?? undefined} />
        {lease.tenants.map((tenant, i) => (
          <Cell
            key={`${tenant.name}-${tenant.phone}`}
            icon="person"
            title={tenant.name}
            hint={`${say(words.tenant(i + 1))} · ${tenant.paper ?? say(words.paperNone)}`}
            extra={tenant.phone ?? undefined}
          />
        ))}
      </CellGroup>
      <ErrorNote error={decide.error ?? end.error} />
      {lease.can.includes('decide') ? (
        reason === undefined ? (
          <>
            <PrimaryButton id="lease-right" busy={decide.sending} onTap={() => void settle(true)}>
              {say(words.right)}
            </PrimaryButton>
            <PlainButton id="lease-wrong" onTap={() => setReason('')}>
              {say(words.wrong)}
            </PlainButton>
          </>
        ) : (
          <>
            <FormRow title={say(words.whatIsWrong)} hint={say(words.wrongHint)}>
              <Area
                id="lease-reason"
                className="area"
                value={reason}
                onChange={setReason}
                label={say(words.whatIsWrong)}
                placeholder={say(words.wrongHint)}
                maxLength={200}
              />
            </FormRow>
            <PrimaryButton id="lease-wrong-send" busy={decide.sending} disabled={reason.trim().length < 2} onTap={() => void settle(false)}>
              {say(words.wrongSend)}
            </PrimaryButton>
          </>
        )
      ) : null}
      {lease.can.includes('end') && !lease.can.includes('decide') ? (
        <LinkButton id="lease-finish" icon="return" onTap={() => void finish()}>
          {say(words.end)}
        </LinkButton>
      ) : null}
    </>
  )
}
