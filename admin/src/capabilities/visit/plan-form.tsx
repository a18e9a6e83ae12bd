import { visitEndpoints } from '@liren/contract/capabilities/visit'
import { DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Draft {
  readonly title: string
  readonly gridId: string
  readonly workerId: string
  readonly dueOn: Dayjs
  readonly olderThanDays: number
}

interface PlanFormProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly onMade: (count: number) => void
}

const ages = [0, 30, 90, 180, 365] as const

/** Sends somebody to the houses of a grid that nobody has verified for long. */
export function PlanForm({ open, onClose, onMade }: PlanFormProps) {
  const t = useWords(words)
  const [form] = Form.useForm<Draft>()
  const make = useAction(visitEndpoints.plan)
  const today = dayjs()
  const grids = useQuery(
    visitEndpoints.statistics,
    open ? { query: { from: today.format('YYYY-MM-DD'), to: today.format('YYYY-MM-DD') } } : null,
  )
  const gridId = Form.useWatch('gridId', form)
  const workers = useQuery(visitEndpoints.workers, gridId ? { query: { gridId } } : null)
  const needed = (field: 'name' | 'grid' | 'worker' | 'dueOn') => [{ required: true, message: t('required', { field: t(field) }) }]
  return (
    <FormDrawer<Draft>
      open={open}
      onClose={onClose}
      title={t('create')}
      form={form}
      initial={{ title: t('title'), olderThanDays: 90, dueOn: dayjs().add(14, 'day') }}
      running={make.running}
      error={make.error}
      submit={t('create')}
      onSubmit={async ({ dueOn, ...draft }) => {
        const made = await make.run({ body: { ...draft, dueOn: dueOn.format('YYYY-MM-DD') } })
        if (made === undefined) return false
        onMade(made.total)
        return true
      }}
    >
      <Form.Item name="title" label={t('name')} rules={needed('name')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="gridId" label={t('grid')} rules={needed('grid')}>
        <Select
          loading={grids.asking}
          options={(grids.data?.grids ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={() => form.setFieldValue('workerId', undefined)}
        />
      </Form.Item>
      <Form.Item name="workerId" label={t('worker')} rules={needed('worker')}>
        <Select
          disabled={!gridId}
          loading={workers.asking}
          notFoundContent={t('noWorker')}
          options={(workers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="olderThanDays" label={t('olderThan')}>
        <Select options={ages.map((days) => ({ value: days, label: days === 0 ? t('olderAll') : t('olderDays', { days }) }))} />
      </Form.Item>
      <Form.Item name="dueOn" label={t('dueOn')} rules={needed('dueOn')}>
        <DatePicker style={{ width: '100%' }} disabledDate={(day) => day.isBefore(today, 'day')} />
      </Form.Item>
    </FormDrawer>
  )
}
