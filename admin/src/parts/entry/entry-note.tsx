import { consent } from '@liren/contract/capabilities/consent'
import { enteredArchives, entryEndpoints } from '@liren/contract/capabilities/entry'
import { Checkbox } from 'antd'
import type { ComponentType } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Shown } from '../state/shown.tsx'
import style from './entry.module.css'
import { words } from './words.ts'

const isEntered = (name: string): name is (typeof enteredArchives)[number] => (enteredArchives as readonly string[]).includes(name)

/** The scene in which this file is entered: by which procedure, and for what. Without one nothing opens. */
export function EntryNote({ name }: { name: string }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(entryEndpoints.open, isEntered(name) ? { query: { way: 'form', archive: name } } : null)
  if (!isEntered(name)) return null
  return (
    <Shown asked={asked}>
      {(scene) => (
        <details className={style.scene}>
          <summary>{t('sceneOf', { scene: say(scene.text), purpose: say(scene.purpose.text) })}</summary>
          <p>{say(scene.procedure)}</p>
        </details>
      )}
    </Shown>
  )
}

export interface ToldConsent {
  readonly purpose: string
  readonly textVersion: number
  readonly channel: 'counter'
  readonly evidence: readonly string[]
}

interface FilesProps {
  readonly most: number
  readonly value: readonly string[]
  readonly onChange: (files: readonly string[]) => void
}

interface Props {
  /** The field that takes the signed paper. */
  readonly Files: ComponentType<FilesProps>
  readonly value?: readonly ToldConsent[]
  readonly onChange?: (consents: readonly ToldConsent[]) => void
}

/** What a person is told and agrees to before a file about them is made: the purpose of the scene, and health by itself. */
export function ConsentsInput({ Files, value = [], onChange }: Props) {
  const t = useWords(words)
  const say = useText()
  const scene = useQuery(entryEndpoints.open, { query: { way: 'form', archive: 'person' } })
  const purposes = useQuery(consent.endpoints.purposes)
  const asked = (purposes.data?.items ?? []).filter(
    ({ code, basis, isOpen }) => isOpen && basis === 'consent' && (code === 'health' || code === scene.data?.purpose.code),
  )
  const with_ = (consents: readonly ToldConsent[]) => onChange?.(consents)
  return (
    <>
      {asked.map((purpose) => {
        const held = value.find((one) => one.purpose === purpose.code)
        const others = value.filter((one) => one.purpose !== purpose.code)
        return (
          <div key={purpose.code}>
            <Checkbox
              checked={held !== undefined}
              onChange={({ target }) =>
                with_(
                  target.checked
                    ? [...others, { purpose: purpose.code, textVersion: purpose.textVersion, channel: 'counter', evidence: [] }]
                    : others,
                )
              }
            >
              {t('toldAndAgreed', { purpose: say(purpose.text) })}
            </Checkbox>
            {held ? (
              <>
                <p className={style.told}>{say(purpose.body)}</p>
                <Files most={2} value={held.evidence} onChange={(evidence) => with_([...others, { ...held, evidence }])} />
              </>
            ) : null}
          </div>
        )
      })}
    </>
  )
}
