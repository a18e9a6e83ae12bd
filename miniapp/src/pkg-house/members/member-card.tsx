import { exactTime, toMs, useSend } from '@liren/client'
import { household as contract, type HouseholdMember, relationTexts } from '@liren/contract/capabilities/household'
import { useState } from 'react'
import { LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { useMe } from '@/parts/me'
import { PersonChip } from '@/parts/person-chip'
import { Sheet } from '@/parts/sheet'
import { Tag, type Tone } from '@/parts/status-tag'
import { Box, DayField } from '@/platform/elements'
import { common } from '@/words/common'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'

type Can = 'invite' | 'remove' | 'change'
const tones: Record<HouseholdMember['state'], Tone> = { invited: 'info', active: 'success', ended: 'neutral' }

interface MemberCardProps {
  readonly houseId: string
  readonly member: HouseholdMember
  readonly can: readonly Can[]
  readonly onDone: () => void
}

export function MemberCard({ houseId, member, can, onDone }: MemberCardProps) {
  const say = useSay()
  const [sheet, setSheet] = useState<'change' | 'remove'>()
  const close = () => setSheet(undefined)
  const settled = () => {
    close()
    onDone()
  }
  const lives = member.state !== 'ended'
  return (
    <Box className="card" id={`member-${member.id}`}>
      <Box className="row between gap-8 wrap">
        <PersonChip
          name={`${member.name}${member.isMe ? `（${say(words.me)}）` : ''}`}
          role={[say(relationTexts[member.relation]), member.phone].filter(Boolean).join(' · ')}
        />
        <Tag
          tone={tones[member.state]}
          icon={member.state === 'active' ? 'check' : 'clock'}
          words={say(words.memberStates[member.state])}
        />
      </Box>
      <Box className="row between gap-8 wrap">
        <Box className="secondary number">
          {member.validUntil ? say(words.validUntil(exactTime(member.validUntil).slice(0, 10))) : say(words.forever)}
        </Box>
        <Box className="row gap-8 wrap">
          {lives && can.includes('change') && !member.isMe ? (
            <LinkButton onTap={() => setSheet('change')}>{say(words.change)}</LinkButton>
          ) : null}
          {lives && (can.includes('remove') || member.isMe) ? (
            <LinkButton onTap={() => setSheet('remove')}>{say(member.isMe ? words.leave : words.remove)}</LinkButton>
          ) : null}
        </Box>
      </Box>
      {sheet === 'change' ? <ChangeSheet houseId={houseId} member={member} onClose={close} onDone={settled} /> : null}
      {sheet === 'remove' ? <RemoveSheet houseId={houseId} member={member} onClose={close} onDone={settled} /> : null}
    </Box>
  )
}

interface SheetProps {
  readonly houseId: string
  readonly member: HouseholdMember
  readonly onClose: () => void
  readonly onDone: () => void
}

function ChangeSheet({ houseId, member, onClose, onDone }: SheetProps) {
  const say = useSay()
  const { send, sending, error } = useSend(contract.endpoints.changeMember)
  const [until, setUntil] = useState(member.validUntil ? exactTime(member.validUntil).slice(0, 10) : '')
  const save = async () => {
    const validUntil = until === '' ? null : new Date(toMs(`${until}T23:59:59+08:00`)).toISOString()
    if (await send({ params: { houseId, id: member.id }, body: { version: member.version, validUntil } })) onDone()
  }
  return (
    <Sheet
      open
      id="change-sheet"
      title={say(words.change)}
      onClose={onClose}
      footer={
        <PrimaryButton id="change-save" busy={sending} onTap={() => void save()}>
          {say(common.save)}
        </PrimaryButton>
      }
    >
      <FormRow title={say(words.until)} optional={member.relation !== 'tenant'}>
        <DayField
          id="change-until"
          className="input"
          value={until}
          onChange={setUntil}
          label={say(words.until)}
          placeholder={say(words.forever)}
        />
      </FormRow>
      <ErrorNote error={error} />
    </Sheet>
  )
}

function RemoveSheet({ houseId, member, onClose, onDone }: SheetProps) {
  const say = useSay()
  const { call } = useMe()
  const { send, sending, error } = useSend(contract.endpoints.removeMember)
  const remove = async () => {
    const gone = await send({ params: { houseId, id: member.id }, query: { version: member.version } })
    if (gone === null) return
    if (member.isMe) await call.reload()
    onDone()
  }
  return (
    <Sheet
      open
      id="remove-sheet"
      title={say(member.isMe ? words.leave : words.remove)}
      onClose={onClose}
      footer={
        <>
          <PlainButton onTap={onClose}>{say(member.isMe ? common.cancel : words.keep(member.name))}</PlainButton>
          <PrimaryButton id="remove-sure" busy={sending} onTap={() => void remove()}>
            {say(member.isMe ? words.leave : words.removeDo(member.name))}
          </PrimaryButton>
        </>
      }
    >
      <Box>{say(member.isMe ? words.leaveAsk : words.removeAsk(member.name))}</Box>
      <ErrorNote error={error} />
    </Sheet>
  )
}
