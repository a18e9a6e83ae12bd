import { Button, Drawer, Form, type FormInstance } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ApiError } from '../../app/api/error.ts'
import { useWords } from '../../app/language/use.ts'
import { useMe } from '../../app/session/store.ts'
import style from '../drawer/drawer.module.css'
import { words } from '../drawer/words.ts'
import { Notice } from '../notice/notice.tsx'
import { drafts } from './draft.ts'
import { FormError } from './error.tsx'
import { useFaults } from './faults.ts'

interface Props<T> {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly form: FormInstance<T>
  /** What the fields begin with. */
  readonly initial: Partial<T>
  readonly onSubmit: (values: T) => Promise<boolean>
  readonly running: boolean
  readonly error: ApiError | undefined
  readonly submit?: ReactNode
  /** Another way to finish, before the first. */
  readonly also?: ReactNode
  /** Under this name unsent input is kept; without it nothing is. */
  readonly draft?: string
  /** Fields that are never kept. */
  readonly secrets?: readonly string[]
  readonly width?: number
  readonly children: ReactNode
}

const slowAfter = 8000

/** A form beside the page: every fault stands at its field, unsent input is kept, ⌘Enter submits. */
export function FormDrawer<T extends object>(props: Props<T>) {
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      size={props.width ?? 560}
      title={props.title}
      destroyOnHidden
      mask={{ closable: false }}
      styles={{ footer: { padding: '12px 24px' } }}
      footer={<Foot {...props} />}
    >
      <Fields {...props} />
    </Drawer>
  )
}

function Fields<T extends object>({ form, initial, draft, secrets = [], error, onSubmit, onClose, children }: Props<T>) {
  const t = useWords(words)
  const person = useMe().user.id
  const loose = useFaults(form, error)
  const [kept, setKept] = useState(() => (draft === undefined ? undefined : drafts.read(draft, person)))
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const start = useRef({ ...initial, ...kept } as Partial<T>)
  useEffect(() => {
    form.resetFields()
    form.setFieldsValue(start.current as Parameters<typeof form.setFieldsValue>[0])
    return () => clearTimeout(timer.current)
  }, [form])

  const keep = (_change: unknown, values: T) => {
    if (draft === undefined) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => drafts.write(draft, person, values as Record<string, unknown>, secrets), 1000)
  }
  const discard = () => {
    if (draft !== undefined) drafts.drop(draft, person)
    setKept(undefined)
    form.resetFields()
    form.setFieldsValue(initial as Parameters<typeof form.setFieldsValue>[0])
  }
  const finish = async (values: T) => {
    clearTimeout(timer.current)
    if (!(await onSubmit(values))) return
    if (draft !== undefined) drafts.drop(draft, person)
    onClose()
  }

  return (
    <>
      <div className={style.top}>
        {kept !== undefined && (
          <Notice
            tone="info"
            title={t('draft')}
            action={
              <Button size="small" onClick={discard}>
                {t('discard')}
              </Button>
            }
          />
        )}
        {error?.code === 'stale' ? <Notice tone="warning" role="alert" title={t('stale')} /> : <FormError error={error} loose={loose} />}
      </div>
      <Form
        form={form}
        layout="vertical"
        className={style.form}
        validateTrigger={['onBlur', 'onSubmit']}
        onValuesChange={keep}
        onFinish={finish}
        scrollToFirstError={{ behavior: 'smooth', block: 'center', focus: true }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.submit()
        }}
      >
        {children}
      </Form>
    </>
  )
}

function Foot<T>({ form, onClose, running, submit, also }: Props<T>) {
  const t = useWords(words)
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!running) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), slowAfter)
    return () => clearTimeout(timer)
  }, [running])
  return (
    <div className={style.foot}>
      <span role="status">{slow ? t('slow') : ''}</span>
      <Button onClick={onClose}>{t('cancel')}</Button>
      {also}
      <Button type="primary" loading={running} onClick={() => form.submit()}>
        {submit ?? t('save')}
      </Button>
    </div>
  )
}
