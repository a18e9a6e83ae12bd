import { exactTime, toMs, useClient, useDraft, useObservable, useSubmit } from '@liren/client'
import type { Fault, Text } from '@liren/contract'
import { household as contract, type Relation, relations, relationTexts } from '@liren/contract/capabilities/household'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { ErrorNote } from '@/parts/error-panel'
import { EstatePicker } from '@/parts/estate-picker'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { useMe } from '@/parts/me'
import { PhotoPicker } from '@/parts/photos/picker'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'
import { PlacePicker } from '@/parts/place-picker'
import { useToast } from '@/parts/toast'
import { Area, Box, DayField, Field, Tap } from '@/platform/elements'
import { swap } from '@/platform/nav'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'
import '@/parts/report/place-row.css'

interface Value {
  readonly estate: { id: string; name: string } | null
  readonly house: { id: string; label: string } | null
  readonly relation: Relation
  readonly name: string
  readonly proofs: readonly KeptPhoto[]
  readonly until: string
  readonly note: string
}

const blank: Value = { estate: null, house: null, relation: 'owner', name: '', proofs: [], until: '', note: '' }
const fault = (path: string, { zh, en }: Text): Fault => ({ path, zh, en })

const faultsOf = (value: Value): Fault[] => [
  ...(value.house === null ? [fault('body.houseId', words.faults.house)] : []),
  ...(value.name.trim() === '' ? [fault('body.name', words.faults.name)] : []),
  ...(value.relation === 'tenant' && value.until === '' ? [fault('body.validUntil', words.faults.until)] : []),
  ...(value.proofs.length === 0 ? [fault('body.proofs', words.faults.proof)] : []),
]

/** House, relation and a proof; a person decides within a working day. */
export function ProofForm() {
  const say = useSay()
  const toast = useToast()
  const { platform, community } = useClient()
  const { me } = useMe()
  const near = useObservable(community)
  const { value, change, ...draft } = useDraft<Value>('bind', blank)
  const { submit, sending, error, faults: refused } = useSubmit()
  const [own, setOwn] = useState<readonly Fault[]>([])
  const [picking, setPicking] = useState<'estate' | 'house'>()
  const faults = own.length > 0 ? own : refused
  const estate = value.estate ?? near

  const send = async () => {
    const missing = faultsOf(value)
    setOwn(missing)
    if (missing.length > 0 || value.house === null) return
    const sent = await submit({
      record: `draft:${draft.key()}`,
      endpointId: contract.endpoints.claim.id,
      method: 'POST',
      path: contract.endpoints.claim.path,
      body: {
        houseId: value.house.id,
        by: 'proof',
        relation: value.relation,
        name: value.name.trim(),
        proofs: [],
        ...(value.note.trim() === '' ? {} : { note: value.note.trim() }),
        ...(value.relation === 'tenant' ? { validUntil: new Date(toMs(`${value.until}T23:59:59+08:00`)).toISOString() } : {}),
      },
      attachments: attachmentsOf(value.proofs, 'proofs'),
      label: words.bindTitle,
      key: draft.key(),
    })
    if (sent.state === 'refused') return
    await draft.done()
    toast(words.submitted)
    swap('/pkg-house/list')
  }

  return (
    <>
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <Box className="card card-flush">
        <FormRow title={say(words.estate)}>
          <Tap id="choose-estate" className="input" onTap={() => setPicking('estate')}>
            {estate?.name ?? say(words.chooseEstate)}
          </Tap>
        </FormRow>
        <FormRow title={say(words.house)} fault={faultOf(faults, 'body.houseId')}>
          <Tap id="choose-house" className="input" onTap={() => setPicking(estate ? 'house' : 'estate')}>
            {value.house?.label ?? say(words.chooseHouse)}
          </Tap>
        </FormRow>
        <FormRow title={say(words.relation)}>
          <Choices
            label={say(words.relation)}
            value={value.relation}
            options={relations.map((one) => ({ value: one, words: say(relationTexts[one]) }))}
            onChange={(relation) => change({ relation })}
          />
        </FormRow>
        {value.relation === 'tenant' ? (
          <FormRow title={say(words.until)} fault={faultOf(faults, 'body.validUntil')}>
            <DayField
              id="until"
              className="input"
              value={value.until}
              min={exactTime(platform.clock.now()).slice(0, 10)}
              onChange={(until) => change({ until })}
              label={say(words.until)}
              placeholder={say(words.until)}
            />
          </FormRow>
        ) : null}
        <FormRow title={say(words.name)} fault={faultOf(faults, 'body.name')}>
          <Field
            id="claim-name"
            className="input"
            value={value.name}
            onChange={(name) => change({ name })}
            label={say(words.name)}
            placeholder={me?.user.name ?? say(words.nameHint)}
            maxLength={40}
          />
        </FormRow>
        <FormRow title={say(words.proof)} fault={faultOf(faults, 'body.proofs')} hint={say(words.proofHint)}>
          <PhotoPicker kept={value.proofs} most={6} onChange={(proofs) => change({ proofs })} />
        </FormRow>
        <FormRow title={say(words.note)} optional>
          <Area
            id="claim-note"
            className="area"
            value={value.note}
            onChange={(note) => change({ note })}
            label={say(words.note)}
            placeholder={say(words.noteHint)}
            maxLength={200}
          />
        </FormRow>
      </Box>
      <ErrorNote error={error} />
      <PrimaryButton id="send-claim" busy={sending} onTap={() => void send()}>
        {say(words.submit)}
      </PrimaryButton>
      <EstatePicker
        open={picking === 'estate'}
        onClose={() => setPicking(undefined)}
        onChoose={({ id, name }) => {
          change({ estate: { id, name }, house: null })
          setPicking('house')
        }}
      />
      {estate ? (
        <PlacePicker
          open={picking === 'house'}
          estate={estate}
          want="house"
          onClose={() => setPicking(undefined)}
          onChoose={({ id, label }) => {
            change({ house: { id, label }, estate: { id: estate.id, name: estate.name } })
            setPicking(undefined)
          }}
        />
      ) : null}
    </>
  )
}
