import { Form, Input } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

const needed = [{ required: true }]

/** The short name that programs know it by, set once, and what people call it. */
export function CodeFields({ isNew }: { isNew: boolean }) {
  const t = useWords(words)
  return (
    <>
      <Form.Item name="code" label={t('code')} rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{1,23}$/ }]}>
        <Input disabled={!isNew} maxLength={24} />
      </Form.Item>
      <Form.Item name="zh" label={t('nameZh')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="en" label={t('nameEn')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
    </>
  )
}
