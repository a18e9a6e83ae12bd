import { exactTime, useClient, useSend } from '@liren/client'
import { type UpstreamMandate, upstreamEndpoints } from '@liren/contract/capabilities/upstream'
import { useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { Sheet } from '@/parts/sheet'
import { Tag } from '@/parts/status-tag'
import { useToast } from '@/parts/toast'
import { Box, DayField } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { occupantWords as words } from '@/words/occupant'

interface LeaveCardProps {
  readonly houseId: string
  readonly mandate: UpstreamMandate | null
  readonly onDone: () => void
}

/** Whether the managers may update the house, and the way to let them or to end it. */
export function LeaveCard({ houseId, mandate, onDone }: LeaveCardProps) {
  const say = useSay()
  const toast = useToast()
  const end = useSend(upstreamEndpoints.withdraw)
  const [isGiving, setGiving] = useState(false)
  const takeBack = async () => {
    if (mandate === null) return
    if ((await end.send({ params: { id: mandate.id }, body: { version: mandate.version } })) === null) return
    toast(words.leaveEnded)
    onDone()
  }
  return (
    <Box className="card" id="leave">
      <Box className="row between gap-8 wrap">
        <Box className="heading grow">{say(words.leave)}</Box>
        {mandate ? <Tag tone="success" icon="check" words={say(words.leaveGiven)} /> : null}
      </Box>
      <Box className="secondary">{say(mandate ? words.leaveUntil(mandate.until) : words.leaveNone)}</Box>
      <ErrorNote error={end.error} />
      <Box className="row gap-12 wrap">
        <LinkButton id="leave-give" onTap={() => setGiving(true)}>
          {say(mandate ? words.leaveChange : words.leaveGive)}
        </LinkButton>
        {mandate ? (
          <LinkButton id="leave-end" disabled={end.sending} onTap={() => void takeBack()}>
            {say(words.leaveEnd)}
          </LinkButton>
        ) : null}
      </Box>
      {isGiving ? <LeaveSheet houseId={houseId} onClose={() => setGiving(false)} onDone={onDone} /> : null}
    </Box>
  )
}

function LeaveSheet({ houseId, onClose, onDone }: { houseId: string; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { send, sending, error } = useSend(upstreamEndpoints.entrust)
  const [until, setUntil] = useState('')
  const [isMissing, setMissing] = useState(false)
  const give = async () => {
    setMissing(until === '')
    if (until === '' || (await send({ params: { houseId }, body: { until } })) === null) return
    toast(words.leaveGiven)
    onClose()
    onDone()
  }
  return (
    <Sheet
      open
      id="leave-sheet"
      title={say(words.leave)}
      onClose={onClose}
      footer={
        <PrimaryButton id="leave-send" busy={sending} onTap={() => void give()}>
          {say(words.leaveGive)}
        </PrimaryButton>
      }
    >
      <Box className="secondary">{say(words.leaveAbout)}</Box>
      <FormRow title={say(words.until)} fault={isMissing ? { path: 'body.until', ...words.untilFault } : undefined}>
        <DayField
          id="leave-until"
          className="input"
          value={until}
          min={exactTime(platform.clock.now()).slice(0, 10)}
          onChange={setUntil}
          label={say(words.until)}
          placeholder={say(words.until)}
        />
      </FormRow>
      <ErrorNote error={error} />
    </Sheet>
  )
}
