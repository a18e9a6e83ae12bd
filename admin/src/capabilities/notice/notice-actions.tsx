import { exactTime } from '@liren/client/format/time'
import { type NoticeDraft, notice } from '@liren/contract/capabilities/notice'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RemoveButton } from '../../parts/action/remove-button.tsx'
import { isUrgent } from './fields.ts'
import style from './notice.module.css'
import { words } from './words.ts'

interface Props {
  readonly draft: NoticeDraft
  readonly onEdit: () => void
  readonly onGone: () => void
}

const steps = ['submit', 'approve', 'return', 'withdraw'] as const
type Step = (typeof steps)[number]
const looks: Readonly<Record<Step, { readonly type?: 'primary'; readonly danger?: true }>> = {
  submit: { type: 'primary' },
  approve: { type: 'primary' },
  return: {},
  withdraw: { danger: true },
}

/** What may be done with it now; who wrote it is told why the review is not offered. */
export function NoticeActions({ draft, onEdit, onGone }: Props) {
  const t = useWords(words)
  const remove = useAction(notice.endpoints.remove)
  const [step, setStep] = useState<Step>()
  const mayReview = useMay('notice.review')
  const { can, version } = draft
  const isOwn = draft.state === 'submitted' && mayReview && !can.includes('approve')
  if (can.length === 0) return null
  return (
    <div className={style.actions}>
      {steps
        .filter((one) => can.includes(one))
        .map((one) => (
          <Button key={one} {...looks[one]} onClick={() => setStep(one)}>
            {t(one)}
          </Button>
        ))}
      {can.includes('edit') && <Button onClick={onEdit}>{t('edit')}</Button>}
      {can.includes('remove') && (
        <RemoveButton
          t={t}
          name={draft.title}
          action={remove}
          remove={() => remove.done({ params: { id: draft.id }, query: { version } })}
          onGone={onGone}
        />
      )}
      {isOwn && <span className={style.note}>{t('ownReview')}</span>}
      {step && <Asking key={step} draft={draft} step={step} onClose={() => setStep(undefined)} />}
    </div>
  )
}

/** Says what follows from a step, and asks for the words that it needs. */
function Asking({ draft, step, onClose }: { draft: NoticeDraft; step: Step; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const action = {
    submit: useAction(notice.endpoints.submit),
    approve: useAction(notice.endpoints.approve),
    return: useAction(notice.endpoints.return),
    withdraw: useAction(notice.endpoints.withdraw),
  }[step]
  const isNeeded = step === 'return' || step === 'withdraw'
  return (
    <ActionDialog<{ opinion?: string }>
      open
      onClose={onClose}
      title={t(`${step}Title`, { name: draft.title })}
      text={<Follows draft={draft} step={step} />}
      submit={t(step)}
      danger={step === 'withdraw'}
      running={action.running}
      error={action.error}
      onSubmit={async ({ opinion = '' }) => {
        const done = await action.run({ params: { id: draft.id }, body: { version: draft.version, opinion } })
        if (done) void message.success(t(`${step}Done`, { name: draft.title }))
        return done !== undefined
      }}
    >
      {step !== 'submit' && (
        <Form.Item
          name="opinion"
          label={t(step === 'withdraw' ? 'reason' : 'opinion')}
          rules={isNeeded ? [{ required: true, whitespace: true, min: 2, message: t('opinionNeeded') }] : []}
        >
          <Input.TextArea rows={3} maxLength={300} showCount autoFocus />
        </Form.Item>
      )}
    </ActionDialog>
  )
}

function Follows({ draft, step }: { draft: NoticeDraft; step: Step }) {
  const t = useWords(words)
  const count = draft.reaches
  if (step === 'submit') return t('submitText', { count })
  if (step !== 'approve') return t(`${step}Text`)
  const isLater = draft.publishAt !== null && !isUrgent(draft.category) && Date.parse(draft.publishAt) > Date.now()
  return isLater && draft.publishAt !== null ? t('approveLater', { time: exactTime(draft.publishAt), count }) : t('approveText', { count })
}
