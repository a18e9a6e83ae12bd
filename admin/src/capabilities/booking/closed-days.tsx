import { Button, Form, Input } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { words } from './words.ts'

/** Days on which nothing is booked, each with its reason. */
export function ClosedDays() {
  const t = useWords(words)
  return (
    <Form.Item label={t('closedDays')}>
      <Form.List name="closedDays">
        {(fields, { add, remove }) => (
          <div style={{ display: 'grid', gap: 8 }}>
            {fields.map((field) => (
              <div key={field.key} style={{ display: 'grid', gridTemplateColumns: '150px 1fr auto', gap: 8, alignItems: 'start' }}>
                <Form.Item name={[field.name, 'day']} noStyle rules={[{ required: true, message: t('required') }]}>
                  <DayInput />
                </Form.Item>
                <Form.Item name={[field.name, 'reason']} noStyle>
                  <Input maxLength={60} aria-label={t('reason')} placeholder={t('closedReason')} />
                </Form.Item>
                <IconButton icon="trash" label={t('removeClosed')} onClick={() => remove(field.name)} />
              </div>
            ))}
            <Button onClick={() => add({ reason: '' })}>{t('addClosed')}</Button>
          </div>
        )}
      </Form.List>
    </Form.Item>
  )
}
