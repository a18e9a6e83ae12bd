import type { BodyOf, ResponseOf } from '@liren/contract'
import { bridge } from '@liren/contract/capabilities/bridge'
import { type EdgeKind, edgeKinds } from '@liren/contract/edge/jobs'
import { App, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './edge-words.ts'

type Device = ResponseOf<typeof bridge.endpoints.reach>['items'][number]
type Start = BodyOf<typeof bridge.endpoints.startJob>

interface Fields {
  readonly kind: EdgeKind
  readonly deviceIds?: string[]
  readonly property?: string
  readonly seconds?: number
  readonly wait?: number
  readonly minutes?: number
  readonly last?: number
  readonly above?: number | null
  readonly below?: number | null
  readonly spread?: number | null
}

/** An empty box is no limit. */
const given = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null))

function wishOf({ kind, deviceIds, property, seconds, wait, minutes, last, above, below, spread }: Fields): Start['wish'] {
  const devices = deviceIds && deviceIds.length > 0 ? { deviceIds } : {}
  const of = {
    'window.summary': { property, seconds },
    'devices.answer': { seconds: wait },
    'lines.count': { minutes },
    'readings.detect': { property, last, ...given({ above, below, spread }) },
  }[kind]
  return { kind, ...devices, ...of } as Start['wish']
}

/** Chooses what a node shall reckon, of which devices and how far back. */
export function StartJob(props: { code: string; name: string; onClose: () => void; onStarted: (id: string) => void }) {
  const { code, name, onClose, onStarted } = props
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [search, setSearch] = useState('')
  const q = search.trim() === '' ? undefined : search.trim()
  const reach = useQuery(bridge.endpoints.reach, { params: { code }, query: { limit: 100, q } })
  const start = useAction(bridge.endpoints.startJob)
  const devices: readonly Device[] = reach.data?.items ?? []
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={t('startTitle', { name })}
      text={t('startText')}
      submit={t('start')}
      initial={{ kind: 'window.summary', seconds: 600, wait: 30, minutes: 60, last: 100, spread: 3 }}
      running={start.running}
      error={start.error}
      onSubmit={async (fields) => {
        const made = await start.run({ params: { code }, body: { wish: wishOf(fields) } })
        if (made === undefined) return false
        void message.success(t('started'))
        onStarted(made.id)
        return true
      }}
    >
      <Form.Item name="kind" label={t('kind')} rules={[{ required: true }]}>
        <Select options={edgeKinds.map((value) => ({ value, label: t(value) }))} />
      </Form.Item>
      <Form.Item name="deviceIds" label={t('devices')} extra={t('allDevices')}>
        <Select
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: setSearch }}
          loading={reach.asking}
          options={devices.map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsValue }) => {
          const { kind, deviceIds = [] } = getFieldsValue() as Fields
          const numbers = new Map(
            devices
              .filter(({ id }) => deviceIds.length === 0 || deviceIds.includes(id))
              .flatMap((one) => one.numbers.map((number) => [number.property, number] as const)),
          )
          const options = [...numbers.values()].map((one) => ({
            value: one.property,
            label: `${say(one)}${one.unit === null ? '' : ` (${one.unit})`}`,
          }))
          return <Settings kind={kind} numbers={options} />
        }}
      </Form.Item>
    </ActionDialog>
  )
}

const wide = { style: { width: '100%' } } as const

function Settings({ kind, numbers }: { kind: EdgeKind; numbers: { value: string; label: string }[] }) {
  const t = useWords(words)
  const needed = [{ required: true }]
  const whole = (name: 'seconds' | 'wait' | 'minutes' | 'last', least: number, most: number) => (
    <Form.Item name={name} label={t(name)} rules={needed}>
      <InputNumber {...wide} min={least} max={most} precision={0} />
    </Form.Item>
  )
  const isOfNumber = kind === 'window.summary' || kind === 'readings.detect'
  return (
    <>
      {isOfNumber ? (
        <Form.Item name="property" label={t('number')} rules={needed}>
          <Select options={numbers} showSearch />
        </Form.Item>
      ) : null}
      {kind === 'window.summary' ? whole('seconds', 10, 86_400) : null}
      {kind === 'devices.answer' ? whole('wait', 1, 300) : null}
      {kind === 'lines.count' ? whole('minutes', 1, 1440) : null}
      {kind === 'readings.detect' ? (
        <>
          {whole('last', 2, 500)}
          {(['above', 'below', 'spread'] as const).map((name) => (
            <Form.Item key={name} name={name} label={t(name)} extra={name === 'spread' ? t('spreadText') : undefined}>
              <InputNumber {...wide} {...(name === 'spread' ? { min: 1, max: 10 } : {})} />
            </Form.Item>
          ))}
        </>
      ) : null}
    </>
  )
}
