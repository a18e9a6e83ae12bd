import { type RepairCategory, repair, repairKinds } from '@liren/contract/capabilities/repair'
import { App, Checkbox, Form, Input, InputNumber, Segmented, Select } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

type Fields = Omit<RepairCategory, 'version' | 'advice'>

const kinds = ['home', 'public', 'event'] as const
const ways = ['grab', 'assign', 'rotate'] as const
const fresh: Partial<Fields> = {
  kind: 'home',
  keywords: [],
  emergency: false,
  acceptMinutes: 30,
  finishMinutes: 1440,
  dispatch: 'grab',
  retired: false,
}

/** One category: names, promises, how the work is given out. */
export function CategoryForm({ category, onClose }: { category: RepairCategory | 'new' | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(repair.endpoints.saveCategory)
  const known = category === 'new' ? undefined : category
  const initial = useMemo<Partial<Fields>>(() => (known === undefined ? fresh : known), [known])
  const needed = (field: string) => ({ required: true, message: t('required', { field }) })

  const submit = async ({ code, ...body }: Fields): Promise<boolean> => {
    const saved = await run({ params: { code: known?.code ?? code }, body: { ...body, version: known?.version ?? 0 } })
    if (saved === undefined) return false
    void message.success(t('saved', { name: say(saved.text) }))
    return true
  }
  return (
    <FormDrawer<Fields>
      open={category !== undefined}
      onClose={onClose}
      title={t(known === undefined ? 'newCategory' : 'editCategory')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={running}
      error={error}
    >
      {known === undefined && (
        <Form.Item
          name="code"
          label={t('code')}
          rules={[needed(t('code')), { pattern: /^[a-z][a-z0-9-]{1,39}$/, message: t('codeRule') }]}
          extra={t('codeRule')}
        >
          <Input maxLength={40} autoCapitalize="none" />
        </Form.Item>
      )}
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: '0 16px' }}>
        <Form.Item name={['text', 'zh']} label={t('nameZh')} rules={[needed(t('nameZh'))]}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name={['text', 'en']} label={t('nameEn')} rules={[needed(t('nameEn'))]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="acceptMinutes" label={t('acceptMinutes')} rules={[needed(t('acceptMinutes'))]}>
          <InputNumber min={1} max={14_400} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="finishMinutes" label={t('finishMinutes')} rules={[needed(t('finishMinutes'))]}>
          <InputNumber min={1} max={144_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="kind" label={t('kind')}>
        <Segmented block options={kinds.map((value) => ({ value, label: say(repairKinds[value]) }))} />
      </Form.Item>
      <Form.Item name="dispatch" label={t('dispatchBy')}>
        <Segmented block options={ways.map((value) => ({ value, label: t(`dispatch_${value}`) }))} />
      </Form.Item>
      <Form.Item name="keywords" label={t('keywords')} extra={t('keywordsHint')}>
        <Select mode="tags" open={false} suffixIcon={null} maxCount={40} />
      </Form.Item>
      <Form.Item name="emergency" valuePropName="checked">
        <Checkbox>{t('isEmergency')}</Checkbox>
      </Form.Item>
      <Form.Item name="retired" valuePropName="checked">
        <Checkbox>{t('isRetired')}</Checkbox>
      </Form.Item>
    </FormDrawer>
  )
}
