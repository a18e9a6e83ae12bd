import { Button, Checkbox, Form, Input } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import style from './custom.module.css'
import { words } from './words.ts'

/** What a choice chooses from. Options that were given once are retired, never dropped. */
export function OptionRows({ known }: { known: readonly string[] }) {
  const t = useWords(words)
  const needed = { required: true, whitespace: true, message: t('needed') }
  return (
    <Form.List name="options">
      {(rows, { add, remove }) => (
        <fieldset className={style.options}>
          <legend>{t('options')}</legend>
          {rows.map((row) => (
            <div key={row.key} className={style.option}>
              <Form.Item name={[row.name, 'code']} rules={[needed, { pattern: /^[a-z0-9][a-z0-9-]{0,29}$/, message: t('codeRule') }]}>
                <Input maxLength={30} disabled={row.name < known.length} aria-label={t('optionCode')} placeholder={t('optionCode')} />
              </Form.Item>
              <Form.Item name={[row.name, 'text', 'zh']} rules={[needed]}>
                <Input maxLength={20} aria-label={t('zh')} placeholder={t('zh')} />
              </Form.Item>
              <Form.Item name={[row.name, 'text', 'en']} rules={[needed]}>
                <Input maxLength={40} aria-label={t('en')} placeholder={t('en')} />
              </Form.Item>
              {row.name < known.length ? (
                <Form.Item name={[row.name, 'isRetired']} valuePropName="checked">
                  <Checkbox>{t('retired')}</Checkbox>
                </Form.Item>
              ) : (
                <Button
                  type="text"
                  aria-label={t('removeOption')}
                  onClick={() => remove(row.name)}
                  icon={<Icon name="close" size={16} />}
                />
              )}
            </div>
          ))}
          <Button type="dashed" block icon={<Icon name="plus" size={16} />} onClick={() => add({ isRetired: false })}>
            {t('addOption')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}
