import { type NoticeDraft, notice } from '@liren/contract/capabilities/notice'
import { App, Button, Form, Segmented } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useKept } from '../../app/kept.ts'
import { useWords } from '../../app/language/use.ts'
import { useMe } from '../../app/session/store.ts'
import { drafts } from '../../parts/form/draft.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { EditorFields } from './editor-fields.tsx'
import { words } from './editor-words.ts'
import { atField, blank, contentOf, type Fields, fieldsOf, type Habit, habitOf } from './fields.ts'
import { Leave } from './leave.tsx'
import style from './notice.module.css'
import { PhonePreview, type Shown } from './phone.tsx'
import { shownOf } from './shown.ts'

interface Props {
  readonly onClose: () => void
  readonly onSaved: (id: string) => void
}

/** A new notice, or one that is written on; that one is read first. */
export function Editor({ id, ...props }: Props & { id: string | undefined }) {
  const asked = useQuery(notice.endpoints.draft, id === undefined ? null : { params: { id } })
  if (id === undefined) return <Writing {...props} />
  return asked.data ? <Writing key={id} draft={asked.data} {...props} /> : null
}

const roomFor = 1120

function Writing({ draft, onClose, onSaved }: Props & { draft?: NoticeDraft }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const me = useMe()
  const [form] = Form.useForm<Fields>()
  const create = useAction(notice.endpoints.create)
  const update = useAction(notice.endpoints.update)
  const submit = useAction(notice.endpoints.submit)
  const own = me.place ?? (me.places.length === 1 ? me.places[0] : undefined)
  const [habit, keepHabit] = useKept<Partial<Habit>>(`notice.habit.${me.user.id}`, own ? { placeId: own.id } : {})
  const [isLeaving, setLeaving] = useState(false)
  const isDone = useRef(false)
  const isToSubmit = useRef(false)
  const name = draft ? `notice.${draft.id}` : 'notice.new'
  const initial = useMemo(() => (draft ? fieldsOf(draft) : blank(habit)), [draft, habit])
  const refused = create.error ?? update.error
  const error = useMemo(() => atField(refused), [refused])
  // What somebody else saved meanwhile is written over only by who was told of it.
  const version = useRef(draft?.version ?? 0)
  const isStale = refused?.code === 'stale'
  useEffect(() => {
    if (isStale && draft) version.current = draft.version
  }, [isStale, draft])

  const send = async (fields: Fields): Promise<boolean> => {
    const isMeantForReview = isToSubmit.current
    isToSubmit.current = false
    const body = contentOf(fields)
    const saved = draft
      ? await update.run({ params: { id: draft.id }, body: { ...body, version: version.current } })
      : await create.run({ body })
    if (saved === undefined) return false
    keepHabit(habitOf(fields))
    isDone.current = true
    if (isMeantForReview) await review(saved)
    else void message.success(t('saved', { name: saved.title }))
    onSaved(saved.id)
    return true
  }
  const review = async ({ id, title, version: seen }: NoticeDraft) => {
    const submitted = await submit.run({ params: { id }, body: { version: seen } })
    if (submitted) void message.success(t('submitted', { name: title }))
    else void message.warning(t('notSubmitted', { name: title }))
  }
  const close = () => (isDone.current || !form.isFieldsTouched() ? onClose() : setLeaving(true))
  const leave = (keeps: boolean) => {
    if (keeps) drafts.write(name, me.user.id, form.getFieldsValue() as unknown as Record<string, unknown>, [])
    else drafts.drop(name, me.user.id)
    onClose()
  }
  const sendOn = () =>
    form.validateFields().then(
      () => {
        isToSubmit.current = true
        form.submit()
      },
      // said at the fields, as for the other button
      () => form.submit(),
    )

  return (
    <FormDrawer<Fields>
      open
      onClose={close}
      title={t(draft ? 'edit' : 'new')}
      form={form}
      initial={initial}
      onSubmit={send}
      running={create.running || update.running || submit.running}
      error={error}
      submit={t('save')}
      also={<Button onClick={() => void sendOn()}>{t('saveAndSubmit')}</Button>}
      draft={name}
      width={Math.min(roomFor, window.innerWidth)}
    >
      <div className={style.beside}>
        <EditorFields form={form} draft={draft} />
        <div className={style.side}>
          <Beside form={form} latest={isStale ? draft : undefined} />
        </div>
      </div>
      <Leave open={isLeaving} onStay={() => setLeaving(false)} onLeave={leave} />
    </FormDrawer>
  )
}

/** The phone with what is being written; after somebody else wrote, also with theirs. */
function Beside({ form, latest }: { form: ReturnType<typeof Form.useForm<Fields>>[0]; latest: NoticeDraft | undefined }) {
  const t = useWords(words)
  const values: Partial<Fields> = Form.useWatch([], form) ?? {}
  const [side, setSide] = useState<'mine' | 'latest'>('mine')
  const isTheirs = latest !== undefined && side === 'latest'
  const shown: Shown = shownOf(isTheirs ? fieldsOf(latest) : values)
  return (
    <>
      {latest && (
        <Segmented<'mine' | 'latest'>
          aria-label={t('compare')}
          value={side}
          onChange={setSide}
          options={[
            { value: 'mine', label: t('mine') },
            { value: 'latest', label: t('latest') },
          ]}
        />
      )}
      <PhonePreview shown={shown} />
    </>
  )
}
