import { useDraft, useSettings } from '@liren/client'
import type { Fault, Text } from '@liren/contract'
import { leaseEndpoints, type RentalKind, rentalKindNames, rentalKinds } from '@liren/contract/capabilities/lease'
import { useState } from 'react'
import { LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { type House, HouseChoice } from '@/parts/house-choice'
import { PhotoPicker } from '@/parts/photos/picker'
import type { KeptPhoto } from '@/parts/photos/use-photos'
import { useSendDraft } from '@/parts/send-draft'
import { Box, DayField, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'

interface Tenant {
  readonly name: string
  readonly phone: string
  readonly paper: string
}

interface Value {
  readonly houseId: string | undefined
  readonly kind: RentalKind
  readonly from: string
  readonly until: string
  readonly tenants: readonly Tenant[]
  readonly photos: readonly KeptPhoto[]
}

const nobody: Tenant = { name: '', phone: '', paper: '' }
const blank: Value = { houseId: undefined, kind: 'whole', from: '', until: '', tenants: [nobody], photos: [] }
const fault = (path: string, { zh, en }: Text): Fault => ({ path, zh, en })

const faultsIn = (value: Value, houseId: string | undefined): Fault[] => [
  ...(houseId === undefined ? [fault('body.houseId', words.faults.house)] : []),
  ...(value.from === '' ? [fault('body.from', words.faults.from)] : []),
  ...(value.until === '' ? [fault('body.until', words.faults.until)] : []),
  ...(value.from !== '' && value.until !== '' && value.until <= value.from ? [fault('body.until', words.faults.order)] : []),
  ...value.tenants.flatMap(({ name, phone }, i) => [
    ...(name.trim() === '' ? [fault(`body.tenants.${i}.name`, words.faults.name)] : []),
    ...(/^1\d{10}$/.test(phone) ? [] : [fault(`body.tenants.${i}.phone`, words.faults.phone)]),
  ]),
]

/** House, time, tenants and the contract; kept as a draft until it is sent. */
export function LeaseForm({ houses, onDone }: { houses: readonly House[]; onDone: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  const { value, change, ...draft } = useDraft<Value>('lease', blank)
  const { send, sending, error, faults: refused } = useSendDraft(draft, onDone)
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused
  const houseId = value.houseId ?? (houses.length === 1 ? houses[0]?.id : undefined)
  const setTenant = (at: number, over: Partial<Tenant>) =>
    change({ tenants: value.tenants.map((tenant, i) => (i === at ? { ...tenant, ...over } : tenant)) })

  const check = async () => {
    const missing = faultsIn(value, houseId)
    setOwn(missing)
    if (missing.length > 0) return
    await send({
      ...{ endpoint: leaseEndpoints.declare, photos: value.photos, field: 'photos', label: words.add, thanks: words.sent },
      body: {
        ...{ houseId, kind: value.kind, from: value.from, until: value.until, photos: [] },
        tenants: value.tenants.map(({ name, phone, paper }) => ({
          ...{ name: name.trim(), phone },
          ...(paper.trim() === '' ? {} : { paper: paper.trim() }),
        })),
      },
    })
  }

  return (
    <>
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <Box className="card card-flush">
        <HouseChoice title={words.house} houses={houses} value={houseId} faults={faults} onChange={(next) => change({ houseId: next })} />
        <FormRow title={say(words.kind)}>
          <Choices
            label={say(words.kind)}
            value={value.kind}
            options={rentalKindNames.map((kind) => ({ value: kind, words: rentalKinds[kind][language] }))}
            onChange={(kind) => change({ kind })}
          />
        </FormRow>
        {(['from', 'until'] as const).map((end) => (
          <FormRow key={end} title={say(words[end])} fault={faultOf(faults, `body.${end}`)}>
            <DayField
              id={`lease-${end}`}
              className="input"
              value={value[end]}
              onChange={(day) => change({ [end]: day })}
              label={say(words[end])}
              placeholder={say(words[end])}
            />
          </FormRow>
        ))}
      </Box>
      {value.tenants.map((tenant, i) => (
        // tenants have no number of their own before they are sent
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the list
        <Box key={i} className="card card-flush">
          <Box className="row between gap-8 section-title">
            <Box className="heading">{say(words.tenant(i + 1))}</Box>
            {value.tenants.length > 1 ? (
              <LinkButton icon="trash" onTap={() => change({ tenants: value.tenants.filter((_, at) => at !== i) })}>
                {say(words.removeTenant)}
              </LinkButton>
            ) : null}
          </Box>
          {(['name', 'phone', 'paper'] as const).map((name) => (
            <FormRow key={name} title={say(words[name])} fault={faultOf(faults, `body.tenants.${i}.${name}`)} optional={name === 'paper'}>
              <Field
                id={`tenant-${i}-${name}`}
                className="input"
                {...(name === 'phone' ? { kind: 'tel' as const } : {})}
                value={tenant[name]}
                onChange={(typed) => setTenant(i, { [name]: typed })}
                label={say(words[name])}
                maxLength={name === 'phone' ? 11 : name === 'paper' ? 20 : 40}
              />
            </FormRow>
          ))}
        </Box>
      ))}
      <PlainButton id="add-tenant" icon="plus" onTap={() => change({ tenants: [...value.tenants, nobody] })}>
        {say(words.addTenant)}
      </PlainButton>
      <Box className="card card-flush">
        <FormRow title={say(words.photos)} optional hint={say(words.photosHint)}>
          <PhotoPicker kept={value.photos} most={6} onChange={(photos) => change({ photos })} />
        </FormRow>
      </Box>
      <ErrorNote error={error} />
      <PrimaryButton id="lease-send" busy={sending} onTap={() => void check()}>
        {say(words.send)}
      </PrimaryButton>
    </>
  )
}
