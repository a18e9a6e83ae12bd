import { exactTime, toMs, useCall, useSend, useSettings } from '@liren/client'
import { type Hint, type HintFact, hintEndpoints, hintFacts, hintModelSpec } from '@liren/contract/capabilities/hint'
import { passageDirections } from '@liren/contract/capabilities/passage'
import { useState } from 'react'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Sheet } from '@/parts/sheet'
import { TimeText } from '@/parts/time-text'
import { useToast } from '@/parts/toast'
import { Area, Box } from '@/platform/elements'
import { hintWords as words } from '@/words/hint'
import { useSay } from '@/words/kit'
import { useWhom } from './whom'

/** One hint with the rule, the figures and the passages behind it, and the two answers to it. */
export function HintSheet({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const call = useCall(hintEndpoints.read, { params: { id } })
  return (
    <Sheet open id="hint-sheet" title={say(words.title)} onClose={onClose}>
      <Loaded of={call} shape="detail">
        {(hint) => <Shown hint={hint} onDone={onDone} />}
      </Loaded>
    </Sheet>
  )
}

/** Fills the parameters into the sentence of the rule. */
const filled = (sentence: string, params: Readonly<Record<string, number>>) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

function Shown({ hint, onDone }: { hint: Hint; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const whom = useWhom()
  const { language } = useSettings()
  const confirm = useSend(hintEndpoints.confirm)
  const reject = useSend(hintEndpoints.reject)
  const [note, setNote] = useState<string>()
  const settle = async (isSo: boolean) => {
    const params = { id: hint.id }
    const done = isSo
      ? await confirm.send({ params, body: { version: hint.version } })
      : await reject.send({ params, body: { version: hint.version, note: (note ?? '').trim() } })
    if (done === null) return
    toast(words.done)
    onDone()
  }
  const figure = (name: string, value: string | number | null) =>
    value === null ? '–' : name === 'lastAt' ? exactTime(Number(value)) : String(value)
  return (
    <>
      <Box className="heading">{hintModelSpec(hint.model).text[language]}</Box>
      <Box className="secondary">{[...new Set([whom(hint), hint.place])].filter(Boolean).join(' · ')}</Box>
      <CellGroup title={say(words.rule)}>
        <Cell title={filled(hint.rule[language], hint.params)} hint={say(words.sure(hint.confidence))} />
      </CellGroup>
      <CellGroup title={say(words.facts)}>
        {Object.entries(hint.facts).map(([name, value]) => (
          <Cell
            key={name}
            title={name in hintFacts ? hintFacts[name as HintFact][language] : name}
            extra={<Box className="number">{figure(name, value)}</Box>}
          />
        ))}
      </CellGroup>
      <CellGroup title={say(words.records)}>
        {hint.passages.length === 0 ? (
          <Cell title={say(words.noRecords)} />
        ) : (
          hint.passages.map((passage) => (
            <Cell
              key={passage.id}
              title={passage.plate ?? passage.person?.name ?? passage.credential ?? say(words.stranger)}
              hint={`${passage.gate.name} · ${passageDirections[passage.direction][language]}`}
              extra={<TimeText at={toMs(passage.at)} />}
            />
          ))
        )}
      </CellGroup>
      {hint.decision?.note ? <Box className="secondary">{say(words.note(hint.decision.note))}</Box> : null}
      <ErrorNote error={confirm.error ?? reject.error} />
      {hint.can.length === 0 ? null : note === undefined ? (
        <>
          <PrimaryButton id="hint-right" busy={confirm.sending} onTap={() => void settle(true)}>
            {say(words.right)}
          </PrimaryButton>
          <PlainButton id="hint-wrong" onTap={() => setNote('')}>
            {say(words.wrong)}
          </PlainButton>
        </>
      ) : (
        <>
          <FormRow title={say(words.why)} hint={say(words.whyHint)}>
            <Area
              id="hint-note"
              className="area"
              value={note}
              onChange={setNote}
              label={say(words.why)}
              placeholder={say(words.whyHint)}
              maxLength={300}
            />
          </FormRow>
          <PrimaryButton id="hint-wrong-send" busy={reject.sending} disabled={note.trim().length < 4} onTap={() => void settle(false)}>
            {say(words.whySend)}
          </PrimaryButton>
        </>
      )}
    </>
  )
}
