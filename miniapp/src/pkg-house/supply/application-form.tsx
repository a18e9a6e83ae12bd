import { useCall, useDraft, useSettings } from '@liren/client'
import type { Fault, Text } from '@liren/contract'
import {
  isAboutPile,
  type SupplyKind,
  supplyEndpoints,
  supplyKindNames,
  supplyKinds,
  type Utility,
  utilities,
  utilityNames,
} from '@liren/contract/capabilities/supply'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { type House, HouseChoice } from '@/parts/house-choice'
import type { KeptPhoto } from '@/parts/photos/use-photos'
import { useSendDraft } from '@/parts/send-draft'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'
import { Papers } from './papers'

interface Value {
  readonly kind: SupplyKind
  readonly houseId: string | undefined
  readonly utility: Utility | undefined
  readonly parkingId: string | undefined
  readonly note: string
  readonly photos: readonly KeptPhoto[]
}

const blank: Value = { kind: 'meter', houseId: undefined, utility: undefined, parkingId: undefined, note: '', photos: [] }
const fault = (path: string, { zh, en }: Text): Fault => ({ path, zh, en })

/** What for, which house, which utility or parking space; kept as a draft until it is sent. */
export function ApplicationForm({ houses, onDone }: { houses: readonly House[]; onDone: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  const { value, change, ...draft } = useDraft<Value>('supply', blank)
  const { send, sending, error, faults: refused } = useSendDraft(draft, onDone)
  const spaces = useCall(supplyEndpoints.spaces, {}, { keep: true }).data?.items ?? []
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused
  const only = <T extends { readonly id: string }>(chosen: string | undefined, of: readonly T[]) =>
    chosen ?? (of.length === 1 ? of[0]?.id : undefined)
  const [houseId, parkingId] = [only(value.houseId, houses), only(value.parkingId, spaces)]
  const isPile = isAboutPile(value.kind)

  const check = async () => {
    const missing = [
      ...(houseId === undefined ? [fault('body.houseId', words.faults.house)] : []),
      ...(!isPile && value.utility === undefined ? [fault('body.utility', words.faults.utility)] : []),
      ...(isPile && parkingId === undefined ? [fault('body.parkingId', words.faults.parking)] : []),
    ]
    setOwn(missing)
    if (missing.length > 0) return
    const about = isPile ? { parkingId } : { utility: value.utility }
    await send({
      ...{ endpoint: supplyEndpoints.submit, photos: value.photos, field: 'materials', label: words.add, thanks: words.sent },
      body: { kind: value.kind, houseId, note: value.note.trim(), materials: [], ...about },
    })
  }

  return (
    <>
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <Box className="card card-flush">
        <FormRow title={say(words.kind)}>
          <Choices
            label={say(words.kind)}
            value={value.kind}
            options={supplyKindNames.map((kind) => ({ value: kind, words: supplyKinds[kind][language] }))}
            onChange={(kind) => change({ kind })}
          />
        </FormRow>
        <HouseChoice title={words.house} houses={houses} value={houseId} faults={faults} onChange={(next) => change({ houseId: next })} />
        {isPile ? (
          <FormRow title={say(words.parking)} fault={faultOf(faults, 'body.parkingId')}>
            {spaces.length === 0 ? (
              <Box className="secondary">{say(words.noParking)}</Box>
            ) : (
              <Choices
                label={say(words.parking)}
                value={parkingId}
                options={spaces.map(({ id, name }) => ({ value: id, words: name }))}
                onChange={(next) => change({ parkingId: next })}
              />
            )}
          </FormRow>
        ) : (
          <FormRow title={say(words.utility)} fault={faultOf(faults, 'body.utility')}>
            <Choices
              label={say(words.utility)}
              value={value.utility}
              options={utilityNames.map((name) => ({ value: name, words: utilities[name][language] }))}
              onChange={(utility) => change({ utility })}
            />
          </FormRow>
        )}
        <Papers note={value.note} photos={value.photos} onChange={change} />
      </Box>
      <ErrorNote error={error} />
      <PrimaryButton id="supply-send" busy={sending} onTap={() => void check()}>
        {say(words.send)}
      </PrimaryButton>
    </>
  )
}
