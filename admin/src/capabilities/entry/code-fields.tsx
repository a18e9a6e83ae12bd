import { Form, Input } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { CodeField } from '../../parts/form/code-field.tsx'
import { words } from './words.ts'

const needed = [{ required: true }]

/** The short name that programs know it by, set once, and what people call it. */
export function CodeFields({ isNew }: { isNew: boolean }) {
  const t = useWords(words)
  return (
    <>
      <CodeField isNew={isNew} label={t('code')} longest={24} />
      <Form.Item name="zh" label={t('nameZh')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="en" label={t('nameEn')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
    </>
  )
}
