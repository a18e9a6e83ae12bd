import { type Rule, type RuleContent, rule } from '@liren/contract/capabilities/rule'
import { App, Button, Drawer, Input, InputNumber, Switch } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { FormError } from '../../parts/form/error.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PopMenu } from '../../parts/menu/pop-menu.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { ActionFields } from './action-row.tsx'
import {
  actionKinds,
  blankAction,
  blankContent,
  blankLeaf,
  blankWhen,
  changedAt,
  leafKinds,
  whenKinds,
  withoutAt,
  withoutLeaf,
} from './draft.ts'
import { LeafFields } from './leaf-row.tsx'
import { Rehearsal } from './rehearsal.tsx'
import style from './rule.module.css'
import { RunsTag } from './runs.tsx'
import { RuleSentences } from './sentences.tsx'
import { useVocabularyAsked, Vocabulary } from './vocabulary.ts'
import { WhenFields } from './when-row.tsx'
import { words } from './words.ts'

interface Props {
  readonly rule?: Rule
  readonly onClose: () => void
  readonly onSaved: (id: string) => void
}

/** The builder: 当 …… 且 …… 则 ……, with what it says and what is wrong with it beside every change. */
export function RuleForm({ rule: before, onClose, onSaved }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const asked = useVocabularyAsked()
  const [name, setName] = useState(before?.name ?? '')
  const [placeId, setPlaceId] = useState(before?.place.id)
  const [content, setContent] = useState<RuleContent>(before?.content ?? blankContent)
  const [isMeant, setMeant] = useState(false)
  const creating = useAction(rule.endpoints.create)
  const saving = useAction(rule.endpoints.save)
  const error = creating.error ?? saving.error
  const save = async () => {
    if (placeId === undefined) return
    const saved =
      before === undefined
        ? await creating.run({ body: { name, placeId, content, isMeant, isEnabled: true } })
        : await saving.run({ params: { id: before.id }, body: { name, content, isMeant, version: before.version } })
    if (saved === undefined) return
    void message.success(t('saved'))
    onClose()
    onSaved(saved.id)
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={1080}
      title={t(before === undefined ? 'create' : 'edit')}
      mask={{ closable: false }}
      footer={
        <div className={style.row}>
          <Button
            type="primary"
            disabled={placeId === undefined || name.trim().length < 2}
            loading={creating.running || saving.running}
            onClick={() => void save()}
          >
            {t('save')}
          </Button>
          <span className={style.calm}>{placeId === undefined || name.trim().length < 2 ? t('nameNeeded') : ''}</span>
        </div>
      }
    >
      <Vocabulary.Provider value={{ kinds: asked.data?.kinds ?? [], placeId }}>
        <div className={style.builder}>
          <div className={style.stack}>
            <FormError error={error} loose={error?.faults ?? []} />
            <div className={style.row}>
              <Input
                placeholder={t('name')}
                aria-label={t('name')}
                value={name}
                maxLength={60}
                onChange={(event) => setName(event.target.value)}
                style={{ width: 260 }}
              />
              {before === undefined ? (
                <PlacePicker value={placeId} onChange={setPlaceId} placeholder={t('place')} />
              ) : (
                <span>{before.place.label}</span>
              )}
              <InputNumber
                prefix={t('rest')}
                suffix={t('seconds')}
                min={0}
                max={86_400}
                precision={0}
                value={content.restSeconds}
                onChange={(value) => setContent({ ...content, restSeconds: value ?? 0 })}
                style={{ width: 190 }}
              />
            </div>
            <WhenPart content={content} onChange={setContent} />
            <GivenPart content={content} placeId={placeId} onChange={setContent} />
            <ThenPart content={content} onChange={setContent} />
          </div>
          {placeId !== undefined && (
            <div className={style.stack}>
              <Preview
                draft={{ name: name.trim().length < 2 ? t('create') : name, placeId, content }}
                id={before?.id}
                isMeant={isMeant}
                onMeant={setMeant}
              />
              <Rehearsal draft={{ name: name.trim().length < 2 ? t('create') : name, placeId, content }} />
            </div>
          )}
        </div>
      </Vocabulary.Provider>
    </Drawer>
  )
}

interface PartProps {
  readonly content: RuleContent
  readonly onChange: (content: RuleContent) => void
}

function Row({ children, onRemove }: { children: ReactNode; onRemove?: (() => void) | undefined }) {
  const t = useWords(words)
  return (
    <div className={style.line}>
      <div className={style.row}>{children}</div>
      {onRemove && <Button type="text" aria-label={t('removeRow')} icon={<Icon name="close" />} onClick={onRemove} />}
    </div>
  )
}

/** A button that asks which kind of row to add. */
function Adder<K extends string>({
  label,
  kinds,
  prefix,
  onAdd,
}: {
  label: string
  kinds: readonly K[]
  prefix: 'k' | 'g' | 'a'
  onAdd: (kind: K) => void
}) {
  const t = useWords(words)
  return (
    <PopMenu
      label={label}
      placement="bottomLeft"
      parts={[
        { entries: kinds.map((kind) => ({ key: kind, label: t(`${prefix}_${kind}` as keyof typeof words), run: () => onAdd(kind) })) },
      ]}
    >
      <Button size="small" icon={<Icon name="plus" size={14} />}>
        {label}
      </Button>
    </PopMenu>
  )
}

function WhenPart({ content, onChange }: PartProps) {
  const t = useWords(words)
  return (
    <section className={style.part}>
      <h3>{t('when')}</h3>
      {content.when.map((when, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their places
          key={index}
          onRemove={content.when.length > 1 ? () => onChange({ ...content, when: withoutAt(content.when, index) }) : undefined}
        >
          <WhenFields when={when} onChange={(next) => onChange({ ...content, when: changedAt(content.when, index, next) })} />
        </Row>
      ))}
      <Adder
        label={t('addWhen')}
        kinds={whenKinds}
        prefix="k"
        onAdd={(kind) => onChange({ ...content, when: [...content.when, blankWhen(kind)] })}
      />
    </section>
  )
}

function GivenPart({ content, placeId, onChange }: PartProps & { placeId: string | undefined }) {
  const t = useWords(words)
  const { given } = content
  return (
    <section className={style.part}>
      <h3>{t('given')}</h3>
      {given.map((leaves, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups keep their places
        <div key={group} className={style.group}>
          {leaves.map((leaf, index) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their places
              key={index}
              onRemove={() => onChange({ ...content, given: withoutLeaf(given, group, index) })}
            >
              <Switch
                size="small"
                checked={leaf.not === true}
                checkedChildren={t('not')}
                unCheckedChildren={t('yes')}
                aria-label={t('not')}
                onChange={(not) => onChange({ ...content, given: changedAt(given, group, changedAt(leaves, index, { ...leaf, not })) })}
              />
              <LeafFields
                leaf={leaf}
                content={content}
                onChange={(next) => onChange({ ...content, given: changedAt(given, group, changedAt(leaves, index, next)) })}
              />
            </Row>
          ))}
          <Adder
            label={t('addOr')}
            kinds={leafKinds}
            prefix="g"
            onAdd={(kind) => onChange({ ...content, given: changedAt(given, group, [...leaves, blankLeaf(kind, placeId)]) })}
          />
        </div>
      ))}
      <Adder
        label={t('addGiven')}
        kinds={leafKinds}
        prefix="g"
        onAdd={(kind) => onChange({ ...content, given: [...given, [blankLeaf(kind, placeId)]] })}
      />
    </section>
  )
}

function ThenPart({ content, onChange }: PartProps) {
  const t = useWords(words)
  const { actions } = content
  return (
    <section className={style.part}>
      <h3>{t('actions')}</h3>
      {actions.map((action, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their places
          key={index}
          onRemove={actions.length > 1 ? () => onChange({ ...content, actions: withoutAt(actions, index) }) : undefined}
        >
          <span className={style.calm}>{t(`a_${action.kind}`)}</span>
          <ActionFields
            action={action}
            content={content}
            onChange={(next) => onChange({ ...content, actions: changedAt(actions, index, next) })}
          />
        </Row>
      ))}
      <Adder
        label={t('addAction')}
        kinds={actionKinds}
        prefix="a"
        onAdd={(kind) => onChange({ ...content, actions: [...actions, blankAction(kind)] })}
      />
    </section>
  )
}

interface PreviewProps {
  readonly draft: { name: string; placeId: string; content: RuleContent }
  readonly id: string | undefined
  readonly isMeant: boolean
  readonly onMeant: (meant: boolean) => void
}

const settleMs = 500

/** The rule in words, its faults, and how it gets on with the others: asked a moment after the last change. */
function Preview({ draft, id, isMeant, onMeant }: PreviewProps) {
  const t = useWords(words)
  const say = useText()
  const language = useLanguage()
  const { run, error } = useAction(rule.endpoints.check)
  const [found, setFound] = useState<Awaited<ReturnType<typeof run>>>()
  const written = JSON.stringify(draft)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was written is the occasion
  useEffect(() => {
    const timer = setTimeout(() => {
      void run({ body: { ...draft, ...(id === undefined ? {} : { id }) } }).then((answer) => answer && setFound(answer))
    }, settleMs)
    return () => clearTimeout(timer)
  }, [written, run, id])
  return (
    <section className={style.part} aria-live="polite">
      <h3>{t('preview')}</h3>
      {found && (
        <>
          <RuleSentences sentences={found.sentences} />
          <div className={style.row}>
            <RunsTag runs={{ at: found.runsAt, bridges: [] }} />
            <span className={style.calm}>{t(found.runsAt === 'edge' ? 'edgeText' : 'cloudText')}</span>
          </div>
        </>
      )}
      {error && error.faults.length > 0 && <Notice tone="warning" title={t('faults', { count: error.faults.length })} />}
      {found && found.faults.length > 0 && (
        <Notice tone="warning" title={t('faults', { count: found.faults.length })}>
          <ul>
            {found.faults.map((fault) => (
              <li key={fault.path + fault.en}>{fault[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {found && found.conflicts.length > 0 && (
        <Notice tone="danger" title={t('conflicts')}>
          <ul>
            {found.conflicts.map((conflict) => (
              <li key={conflict.text.en}>{say(conflict.text)}</li>
            ))}
          </ul>
          {found.conflicts.every((conflict) => conflict.kind === 'contradiction') && (
            <span className={style.inline}>
              <Switch size="small" checked={isMeant} onChange={onMeant} aria-label={t('meant')} /> {t('meant')}
            </span>
          )}
        </Notice>
      )}
    </section>
  )
}
