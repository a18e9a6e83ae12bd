import { Form } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { inputOf, useAskedFields } from '../../parts/custom/use-custom.ts'
import { words as own } from '../../parts/custom/words.ts'
import style from './archive.module.css'
import { FieldInput } from './field-input.tsx'
import type { ShownFile } from './file.ts'
import { words } from './words.ts'

/** Inputs of the fields that the community added; which there are, place and use of the file decide. */
export function AddedInputs({ name, file }: { name: string; file: ShownFile | undefined }) {
  const t = useWords(words)
  const say = useText()
  const group = useWords(own)('group')
  const placeId: string | undefined = Form.useWatch('placeId')
  const values = Form.useWatch('values') as Record<string, unknown> | undefined
  const fields = useAskedFields(name, placeId, values ?? {})
  if (fields.length === 0) return null
  return (
    <fieldset className={style.group}>
      <legend>{group}</legend>
      <div className={style.pair}>
        {fields.map((added) => {
          const field = inputOf(added)
          const isMasked = file?.masked.includes(`custom.${added.code}`) === true
          return (
            <Form.Item
              key={added.id}
              name={['custom', added.code]}
              label={say(added.label)}
              extra={isMasked ? t('keepMasked') : undefined}
              rules={added.isRequired && !isMasked ? [{ required: true, message: t('required', { field: say(added.label) }) }] : []}
            >
              <FieldInput field={field} options={field.options} placeholder={isMasked ? '***' : undefined} />
            </Form.Item>
          )
        })}
      </div>
    </fieldset>
  )
}
