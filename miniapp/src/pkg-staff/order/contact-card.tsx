import { useClient, useSend } from '@liren/client'
import { type Repair, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { PersonChip } from '@/parts/person-chip'
import { Sheet } from '@/parts/sheet'
import { Box, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'

/** The number is shortened until a reason is given; the reason is recorded. */
export function ContactCard({ repair }: { repair: Repair }) {
  const say = useSay()
  const { platform } = useClient()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState(say(words.phoneReason))
  const [phone, setPhone] = useState<string>()
  const { send, sending, error } = useSend(repairEndpoints.contact)
  const reveal = async () => {
    const contact = await send({ params: { id: repair.id }, body: { reason } })
    if (contact === null) return
    setAsking(false)
    setPhone(contact.phone)
  }
  return (
    <Box className="card row between gap-12 wrap">
      <PersonChip name={repair.contact.name} role={phone ?? repair.contact.phone} />
      {phone ? (
        <LinkButton id="call-contact" icon="phone" onTap={() => void platform.call(phone)}>
          {say(words.call(phone))}
        </LinkButton>
      ) : (
        <LinkButton id="show-phone" icon="eye" onTap={() => setAsking(true)}>
          {say(words.showPhone)}
        </LinkButton>
      )}
      <Sheet
        open={asking}
        id="phone-sheet"
        title={say(words.showPhone)}
        onClose={() => setAsking(false)}
        footer={
          <PrimaryButton id="show-phone-sure" busy={sending} disabled={reason.trim().length < 2} onTap={() => void reveal()}>
            {say(words.showPhone)}
          </PrimaryButton>
        }
      >
        <Box className="secondary">{say(words.showPhoneWhy)}</Box>
        <FormRow title={say(words.reasonTitle)}>
          <Field id="phone-reason" className="input" value={reason} onChange={setReason} label={say(words.reasonTitle)} maxLength={200} />
        </FormRow>
        <ErrorNote error={error} />
      </Sheet>
    </Box>
  )
}
