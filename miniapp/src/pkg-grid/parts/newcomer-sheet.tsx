import { useClient } from '@liren/client'
import type { Text } from '@liren/contract'
import { fieldOf } from '@liren/contract/archive/archive'
import { personArchive } from '@liren/contract/capabilities/person'
import { visitEndpoints } from '@liren/contract/capabilities/visit'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { type FieldInput, FileFieldRow } from '@/parts/file-field'
import { Choices, FormRow, Tick } from '@/parts/form'
import { Sheet } from '@/parts/sheet'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import { Told, useScene } from './entry-note'
import { FaceRow } from './face-row'
import { type Newcomer, type NewcomerFault, newcomerFaults, type TakenFace, type Values } from './visit-value'

const asked = ['name', 'idNumber', 'phone', 'population', 'livingSince'] as const
const roles = ['family', 'tenant', 'owner', 'other'] as const
const sentences: Readonly<Record<NewcomerFault, Text>> = { name: words.nameMissing, idNumber: words.idWrong, phone: words.phoneWrong }

/** Somebody who was not known here: a number that does not add up, or that has a file already, is told at once. */
export function NewcomerSheet({ onAdd, onClose }: { onAdd: (newcomer: Newcomer) => void; onClose: () => void }) {
  const say = useSay()
  const { api, platform } = useClient()
  const [role, setRole] = useState<Newcomer['role']>('family')
  const [values, setValues] = useState<Values>({ population: 'resident' })
  const [face, setFace] = useState<TakenFace>()
  const [faults, setFaults] = useState<readonly NewcomerFault[]>([])
  const [twin, setTwin] = useState<Text>()
  const { data: scene } = useScene()
  const [hasAgreed, setAgreed] = useState(false)
  const asks = scene?.purpose.basis === 'consent' ? scene : undefined

  const set = (name: string, value: FieldInput | undefined) => {
    const { [name]: _was, ...rest } = values
    const next = value === undefined ? rest : { ...rest, [name]: value }
    setValues(next)
    setFaults([])
    if (name === 'idNumber') void look(next)
  }
  const look = async (next: Values) => {
    setTwin(undefined)
    const { idNumber } = next
    if (typeof idNumber !== 'string' || idNumber.length !== 18 || newcomerFaults(next).includes('idNumber') || !platform.online.get())
      return
    const answer = await api.call(visitEndpoints.twins, { body: { idNumber } }).catch(() => undefined)
    if (answer?.isKnown) setTwin(words.twin(answer.where ?? ''))
  }
  const add = () => {
    const found = newcomerFaults(values)
    setFaults(found)
    if (found.length > 0 || (asks && !hasAgreed)) return
    const consents = asks ? { consents: [{ purpose: asks.purpose.code, textVersion: asks.purpose.textVersion }] } : {}
    onAdd({ key: `new-${platform.clock.now()}`, role, values, ...(face ? { face } : {}), ...consents })
  }
  return (
    <Sheet
      open
      id="newcomer-sheet"
      title={say(words.add)}
      onClose={onClose}
      footer={
        <PrimaryButton id="newcomer-add" disabled={asks !== undefined && !hasAgreed} onTap={add}>
          {say(words.add)}
        </PrimaryButton>
      }
    >
      {asks ? (
        <>
          <Told scene={asks} />
          <Tick id="newcomer-consent" on={hasAgreed} onChange={setAgreed}>
            {say(words.agreed)}
          </Tick>
        </>
      ) : null}
      <FormRow title={say(words.role)}>
        <Choices
          label={say(words.role)}
          value={role}
          onChange={setRole}
          options={roles.map((value) => ({ value, words: say(words.roles[value]) }))}
        />
      </FormRow>
      {asked.map((name) => {
        const fault = faults.find((one) => one === name)
        return (
          <FileFieldRow
            key={name}
            id={`new-${name}`}
            field={fieldOf(personArchive, name)}
            before={null}
            isMasked={false}
            value={values[name]}
            onChange={(value) => set(name, value)}
            fault={fault ? { path: name, ...sentences[fault] } : undefined}
          />
        )
      })}
      {twin ? (
        <Box className="note note-warning note-round" role="status">
          {say(twin)}
        </Box>
      ) : null}
      <FaceRow face={face} onFace={setFace} />
    </Sheet>
  )
}
