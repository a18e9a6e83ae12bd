import { useSend } from '@liren/client'
import type { Fault } from '@liren/contract'
import { occupantKinds, upstreamEndpoints } from '@liren/contract/capabilities/upstream'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { DayField, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { occupantWords as words } from '@/words/occupant'

const kinds = ['family', 'tenant', 'other', 'visitor'] as const
const typed = ['name', 'phone', 'idNumber'] as const
const days = ['livingSince', 'leftOn'] as const
const titles = { name: words.name, phone: words.phone, idNumber: words.paper, livingSince: words.since, leftOn: words.left } as const
const blank = { name: '', phone: '', idNumber: '', livingSince: '', leftOn: '' }

/** One occupant: new, changed, or gone. Somebody known by number or telephone is the same person. */
export function OccupantSheet({ houseId, onClose, onDone }: { houseId: string; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { send, sending, error, faults: refused } = useSend(upstreamEndpoints.updateOwn)
  const [as, setAs] = useState<(typeof kinds)[number]>('family')
  const [value, setValue] = useState(blank)
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused
  const set = (name: keyof typeof blank) => (next: string) => setValue((before) => ({ ...before, [name]: next }))

  const submit = async () => {
    const missing = [
      ...(value.name.trim() === '' ? [{ path: 'body.name', ...words.nameFault }] : []),
      ...(/^1\d{10}$/.test(value.phone) ? [] : [{ path: 'body.phone', ...words.phoneFault }]),
    ]
    setOwn(missing)
    if (missing.length > 0) return
    const { idNumber, livingSince, leftOn } = value
    const body = {
      ...{ name: value.name.trim(), phone: value.phone, as },
      ...(idNumber.trim() === '' ? {} : { idNumber: idNumber.trim().toUpperCase() }),
      ...{ ...(livingSince === '' ? {} : { livingSince }), ...(leftOn === '' ? {} : { leftOn }) },
    }
    if ((await send({ params: { houseId }, body })) === null) return
    toast(words.sent)
    onDone()
  }

  return (
    <Sheet
      open
      id="occupant-sheet"
      title={say(words.add)}
      onClose={onClose}
      footer={
        <PrimaryButton id="occupant-send" busy={sending} onTap={() => void submit()}>
          {say(words.send)}
        </PrimaryButton>
      }
    >
      <FormRow title={say(words.as)}>
        <Choices
          label={say(words.as)}
          value={as}
          options={kinds.map((kind) => ({ value: kind, words: say(occupantKinds[kind]) }))}
          onChange={setAs}
        />
      </FormRow>
      {typed.map((name) => (
        <FormRow key={name} title={say(titles[name])} fault={faultOf(faults, `body.${name}`)} optional={name === 'idNumber'}>
          <Field
            id={`occupant-${name}`}
            className="input"
            {...(name === 'phone' ? { kind: 'tel' as const } : {})}
            value={value[name]}
            onChange={set(name)}
            label={say(titles[name])}
            maxLength={name === 'phone' ? 11 : name === 'idNumber' ? 20 : 40}
          />
        </FormRow>
      ))}
      {days.map((name) => (
        <FormRow
          key={name}
          title={say(titles[name])}
          fault={faultOf(faults, `body.${name}`)}
          optional
          {...(name === 'leftOn' ? { hint: say(words.leftHint) } : {})}
        >
          <DayField
            id={`occupant-${name}`}
            className="input"
            value={value[name]}
            onChange={set(name)}
            label={say(titles[name])}
            placeholder={say(titles[name])}
          />
        </FormRow>
      ))}
      <ErrorNote error={error} />
    </Sheet>
  )
}
