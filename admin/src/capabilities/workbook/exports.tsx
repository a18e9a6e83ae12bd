import { type Archive, listFields } from '@liren/contract/archive/index'
import { placeColumn, type WorkbookExport, workbook } from '@liren/contract/capabilities/workbook'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useAddedFields } from '../../parts/custom/use-custom.ts'
import { FormError } from '../../parts/form/error.tsx'
import { useFaults } from '../../parts/form/faults.ts'
import { Card } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import type { ListFilters } from './list-filters.ts'
import { useProgress } from './use-progress.ts'
import { words } from './words.ts'

const e = workbook.endpoints

interface Fields {
  columns: string[]
  placeId?: string
  partnerId?: string
  reason: string
}

/** Asks for a copy, shows how far it is, and gives it to whoever asked. */
export function Exports({ definition, list, onWhole }: { definition: Archive; list: ListFilters | undefined; onWhole: () => void }) {
  const t = useWords(words)
  const say = useText()
  const [form] = Form.useForm<Fields>()
  const start = useAction(e.export)
  const loose = useFaults(form, start.error)
  const partners = useQuery(e.partners)
  const asked = usePages(e.exports, { query: { archive: definition.name, limit: 20 } })
  useProgress(asked.data?.some(({ state }) => state === 'waiting' || state === 'writing') === true, asked.reload)
  const added = useAddedFields(definition.name).filter(({ state }) => state === 'active')
  const labels = new Map([
    [placeColumn.key, placeColumn.label],
    ...Object.entries(definition.fields).flatMap(([key, { kind, label }]) => (kind === 'files' ? [] : [[key, label] as const])),
    ...added.map(({ id, label }) => [`custom.${id}`, label] as const),
  ])
  const labelOf = (key: string) => say(labels.get(key)) || key
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 }}>
      <Card>
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={{ columns: [placeColumn.key, ...listFields(definition)] }}
          onFinish={async ({ columns, placeId, partnerId, reason }) => {
            const filters = { ...list, ...(placeId === undefined ? {} : { placeId }) }
            if (await start.run({ body: { archive: definition.name, columns, reason, filters, ...(partnerId ? { partnerId } : {}) } }))
              form.setFieldValue('reason', '')
            asked.reload()
          }}
        >
          <FormError error={start.error} loose={loose} />
          <Form.Item name="columns" label={t('columns')} rules={[{ required: true, message: t('required', { field: t('columns') }) }]}>
            <Select
              mode="multiple"
              maxTagCount="responsive"
              options={[...labels.keys()].map((key) => ({ value: key, label: labelOf(key) }))}
              optionFilterProp="label"
            />
          </Form.Item>
          {list && (
            <Alert
              type="info"
              showIcon
              style={{ marginBlockEnd: 16 }}
              message={t('asListed')}
              action={
                <Button size="small" onClick={onWhole}>
                  {t('wholeArchive')}
                </Button>
              }
            />
          )}
          <Form.Item name="placeId" label={t('exportPlace')}>
            <PlacePicker />
          </Form.Item>
          <Form.Item name="partnerId" label={t('handTo')} extra={t('handToHint')}>
            <Select
              allowClear
              placeholder={t('myDesk')}
              options={(partners.data?.items ?? []).map(({ id, name, canReceive }) => ({
                value: id,
                label: canReceive ? name : t('noCertificate', { name }),
                disabled: !canReceive,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('reason')}
            extra={t('reasonHint')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('required', { field: t('reason') }) }]}
          >
            <Input maxLength={200} showCount />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={start.running}>
            {t('startExport')}
          </Button>
        </Form>
      </Card>
      <DataTable<WorkbookExport>
        name="workbook.exports"
        caption={t('exports')}
        asked={asked}
        rowKey={(item) => item.id}
        empty={<EmptyState title={t('noExports')} />}
        columns={[
          { key: 'reason', title: t('reason'), always: true, render: (item) => <strong>{item.reason}</strong> },
          { key: 'state', title: t('state'), render: (item) => t(item.state) },
          {
            key: 'rows',
            title: t('rows'),
            render: (item) =>
              [
                t('rowsWritten', { count: item.progress.done }),
                ...(item.isCut ? [t('cut')] : []),
                ...(item.masked.length > 0 ? [t('masked', { list: item.masked.map(labelOf).join('、') })] : []),
              ].join(' · '),
          },
          { key: 'partner', title: t('handTo'), roomy: true, render: (item) => item.partner?.name ?? t('myDesk') },
          { key: 'at', title: t('at'), roomy: true, render: (item) => <TimeText at={item.createdAt} /> },
          {
            key: 'download',
            title: t('download'),
            render: (item) => (item.url === null ? t('none') : <a href={item.url}>{t('download')}</a>),
          },
        ]}
      />
    </div>
  )
}
