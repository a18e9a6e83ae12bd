import { type Dictionary, dictionary } from '@liren/contract/capabilities/dictionary'
import { App, Button, Checkbox, Form, Input } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import style from './dictionary.module.css'
import { words } from './words.ts'

interface Fields {
  text: { zh: string; en: string }
  items: { code: string; text: { zh: string; en: string }; retired: boolean }[]
}

/** Names, order and state of the items of one dictionary. */
export function DictionaryForm({ dictionary: it, onClose }: { dictionary: Dictionary | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(dictionary.endpoints.save)
  const initial = useMemo<Partial<Fields>>(() => (it === undefined ? {} : { text: it.text, items: it.items }), [it])
  const known = new Set(it?.items.map((item) => item.code))
  const needed = { required: true, whitespace: true, message: t('required') }

  const submit = async ({ text, items }: Fields): Promise<boolean> => {
    if (it === undefined) return false
    const body = { text, items: items.map((item) => ({ code: item.code, text: item.text, retired: item.retired })), version: it.version }
    const saved = await run({ params: { code: it.code }, body })
    if (saved === undefined) return false
    void message.success(t('saved', { name: say(saved.text) }))
    return true
  }

  return (
    <FormDrawer<Fields>
      open={it !== undefined}
      onClose={onClose}
      title={`${t('edit')} · ${it?.code ?? ''}`}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={running}
      error={error}
      width={760}
    >
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: '0 16px' }}>
        <Form.Item name={['text', 'zh']} label={t('zh')} rules={[needed]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name={['text', 'en']} label={t('en')} rules={[needed]}>
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.List name="items">
        {(fields, { add, remove, move }) => (
          <>
            <div className={style.heads} aria-hidden="true">
              <span>{t('code')}</span>
              <span>{t('zh')}</span>
              <span>{t('en')}</span>
              <span>{t('retired')}</span>
            </div>
            {fields.map((field, index) => {
              const code: unknown = form.getFieldValue(['items', field.name, 'code'])
              const old = typeof code === 'string' && known.has(code)
              return (
                <div key={field.key} className={style.item}>
                  <Form.Item
                    name={[field.name, 'code']}
                    rules={[
                      needed,
                      { pattern: /^[a-z][a-z0-9-]{0,39}$/, message: t('codeRule') },
                      {
                        validator: async (_rule, value: unknown) => {
                          const all = form.getFieldValue('items') as Fields['items']
                          if (value && all.filter((item) => item?.code === value).length > 1) throw new Error(t('twice'))
                        },
                      },
                    ]}
                  >
                    <Input maxLength={40} disabled={old} aria-label={t('code')} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'text', 'zh']} rules={[needed]}>
                    <Input maxLength={40} aria-label={t('zh')} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'text', 'en']} rules={[needed]}>
                    <Input maxLength={60} aria-label={t('en')} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'retired']} valuePropName="checked">
                    <Checkbox aria-label={t('retired')} />
                  </Form.Item>
                  <div className={style.moves}>
                    <Button
                      type="text"
                      size="small"
                      aria-label={t('up')}
                      disabled={index === 0}
                      onClick={() => move(index, index - 1)}
                      icon={<Icon name="down" size={16} style={{ transform: 'rotate(180deg)' }} />}
                    />
                    <Button
                      type="text"
                      size="small"
                      aria-label={t('down')}
                      disabled={index === fields.length - 1}
                      onClick={() => move(index, index + 1)}
                      icon={<Icon name="down" size={16} />}
                    />
                    {!old && (
                      <Button
                        type="text"
                        size="small"
                        aria-label={t('remove')}
                        onClick={() => remove(field.name)}
                        icon={<Icon name="close" size={16} />}
                      />
                    )}
                  </div>
                </div>
              )
            })}
            <Button type="dashed" block icon={<Icon name="plus" size={16} />} onClick={() => add({ retired: false })}>
              {t('add')}
            </Button>
          </>
        )}
      </Form.List>
    </FormDrawer>
  )
}
