import { type HousekeeperPost, housekeeper } from '@liren/contract/capabilities/housekeeper'
import { App, DatePicker, Form, Input } from 'antd'
import type { Dayjs } from 'dayjs'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { KeeperSelect } from './assign-form.tsx'
import { words } from './words.ts'

interface Fields {
  substituteId: string
  span: [Dayjs, Dayjs]
  reason?: string
}
const start: Partial<Fields> = {}

/** Somebody stands in for a housekeeper, from one moment to another. */
export function AwayForm({ post, onClose }: { post: HousekeeperPost | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const away = useAction(housekeeper.endpoints.away)
  const submit = async ({ substituteId, span, reason }: Fields): Promise<boolean> => {
    if (!post) return false
    const [from, until] = span
    const body = { postId: post.id, substituteId, from: from.toISOString(), until: until.toISOString(), reason: reason ?? '' }
    const made = await away.run({ body })
    if (made === undefined) return false
    void message.success(t('savedAway', { name: made.substitute.name }))
    return true
  }
  return (
    <FormDrawer<Fields>
      open={post !== undefined}
      onClose={onClose}
      title={t('awayOf', { name: post?.keeper.name ?? '' })}
      form={form}
      initial={start}
      onSubmit={submit}
      running={away.running}
      error={away.error}
    >
      <Form.Item name="substituteId" label={t('who')} rules={[{ required: true, message: t('whoNeeded') }]}>
        <KeeperSelect placeId={post?.place.id} {...(post ? { without: post.keeper.id } : {})} />
      </Form.Item>
      <Form.Item name="span" label={t('span')} rules={[{ required: true, message: t('spanNeeded') }]}>
        <DatePicker.RangePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')}>
        <Input maxLength={100} />
      </Form.Item>
    </FormDrawer>
  )
}
