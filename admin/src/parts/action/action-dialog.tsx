import { Form, Input, Modal } from 'antd'
import { type ReactNode, useEffect } from 'react'
import type { ApiError } from '../../app/api/error.ts'
import { useWords } from '../../app/language/use.ts'
import { FormError } from '../form/error.tsx'
import { useFaults } from '../form/faults.ts'
import { words } from './words.ts'

interface Props<T extends object> {
  readonly open: boolean
  readonly onClose: () => void
  /** Names the object and the count: 「停用“王芳”的账号？」 */
  readonly title: ReactNode
  /** What follows from it. */
  readonly text?: ReactNode
  /** The verb and its object, never 「确定」. */
  readonly submit: ReactNode
  readonly keep?: ReactNode
  readonly danger?: boolean
  /** A reason is asked for, or must be given. */
  readonly reason?: 'needed' | 'welcome'
  /** The field of the request that takes the reason. */
  readonly reasonField?: string
  readonly initial?: Partial<T>
  readonly running: boolean
  readonly error: ApiError | undefined
  /** Resolves true when it is done; the dialog closes then. */
  readonly onSubmit: (values: T) => Promise<boolean>
  readonly children?: ReactNode
}

/** A step that cannot simply be undone, or that needs a word: it says what will happen to what. */
export function ActionDialog<T extends object = { reason: string }>(props: Props<T>) {
  const {
    open,
    onClose,
    title,
    text,
    submit,
    keep,
    danger = false,
    reason,
    reasonField = 'reason',
    initial,
    running,
    error,
    onSubmit,
    children,
  } = props
  const t = useWords(words)
  const [form] = Form.useForm<T>()
  const loose = useFaults(form, error)
  useEffect(() => {
    if (open) form.resetFields()
  }, [open, form])
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={title}
      okText={submit}
      cancelText={keep ?? t('cancel')}
      okButtonProps={{ danger, loading: running }}
      onOk={() => form.submit()}
      destroyOnHidden
      mask={{ closable: false }}
      width={480}
    >
      <div style={{ display: 'grid', gap: 12 }}>
        {text && <div style={{ color: 'var(--text-2)' }}>{text}</div>}
        <FormError error={error} loose={loose} />
        <Form
          form={form}
          layout="vertical"
          initialValues={initial as object}
          onFinish={async (values) => {
            if (await onSubmit(values as T)) onClose()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.submit()
          }}
        >
          {children}
          {reason && (
            <Form.Item
              name={reasonField}
              label={t('reason')}
              extra={t('reasonHint')}
              rules={reason === 'needed' ? [{ required: true, whitespace: true, message: t('reasonNeeded') }] : []}
              style={{ marginBottom: 0 }}
            >
              <Input.TextArea rows={3} maxLength={200} showCount autoFocus={children === undefined} />
            </Form.Item>
          )}
        </Form>
      </div>
    </Modal>
  )
}
