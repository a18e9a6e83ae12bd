import { clockTime, exactTime } from '@liren/client/format/time'
import { type Stream, type StreamResult, streamEndpoints } from '@liren/contract/capabilities/stream'
import { Button, Select } from 'antd'
import { useCallback, useState } from 'react'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { figureText } from './of-stream.tsx'
import { words } from './words.ts'

/** The drawing shows them all; of the list the newest stand first. */
const atFirst = 10

/** The newest figures drawn and listed, with corrections and what was missed. */
export function Results({ stream: it }: { stream: Stream }) {
  const t = useWords(words)
  const [deviceId, setDeviceId] = useState<string>()
  const [isLong, setLong] = useState(false)
  const sources = useQuery(streamEndpoints.sources, it.per === 'place' ? null : { params: { id: it.id }, query: { limit: 100 } })
  const asked = usePages(streamEndpoints.results, { params: { id: it.id }, query: { deviceId, limit: 60 } })
  const devices = sources.data?.items.map(({ device }) => ({ value: device.id, label: device.name })) ?? []
  return (
    <Section title={t('results')}>
      {it.isOfHomes && <Notice tone="info" title={t('homesHint')} />}
      {devices.length > 1 && (
        <Select
          allowClear
          aria-label={t('chosen')}
          placeholder={t('allDevices')}
          value={deviceId}
          onChange={setDeviceId}
          options={devices}
          style={{ minWidth: 220, marginBottom: 12 }}
        />
      )}
      <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <EmptyState title={t('none')} scene="rest" /> }}>
        {(rows) => (
          <>
            <Drawing stream={it} rows={rows} />
            <List stream={it} rows={isLong ? rows : rows.slice(0, atFirst)} />
          </>
        )}
      </Shown>
      {(asked.more || (!isLong && (asked.data?.length ?? 0) > atFirst)) && (
        <Button loading={asked.asking} onClick={isLong ? asked.next : () => setLong(true)}>
          {t('more')}
        </Button>
      )}
    </Section>
  )
}

interface ShownResults {
  readonly stream: Stream
  readonly rows: readonly StreamResult[]
}

/** A line for each device; corrected windows have a mark of their own. */
function Drawing({ stream: it, rows }: ShownResults) {
  const unit = it.take === 'count' ? '' : (it.property.unit ?? '')
  const option = useCallback(
    (paints: Paints) => {
      const lines = new Map<string, (readonly [string, number, number])[]>()
      for (const row of rows) {
        const name = row.device?.name ?? it.name
        if (row.value !== null) lines.set(name, [...(lines.get(name) ?? []), [row.until, Number(row.value.toFixed(3)), row.revision]])
      }
      return {
        tooltip: { trigger: 'axis' as const },
        ...(lines.size > 1 ? { legend: { type: 'scroll' as const, textStyle: { color: paints.tokens.text2 } } } : {}),
        xAxis: { type: 'time' as const, ...axis(paints) },
        yAxis: { type: 'value' as const, name: unit, scale: true, ...axis(paints) },
        series: [...lines].map(([name, data]) => ({
          ...{ type: 'line' as const, name, data: [...data].reverse(), encode: { x: 0, y: 1 } },
          symbolSize: (point: readonly [string, number, number]) => (point[2] > 1 ? 9 : 3),
        })),
      }
    },
    [rows, it.name, unit],
  )
  if (rows.every((row) => row.value === null)) return null
  return <Chart option={option} height={240} label={it.name} />
}

function List({ stream: it, rows }: ShownResults) {
  const t = useWords(words)
  const heads = [...(it.per === 'place' ? [] : [t('device')]), t('window'), t('value'), t('points'), t('late'), t('dropped')]
  return (
    <PlainTable caption={t('results')} heads={heads}>
      {rows.map((row) => (
        <tr key={`${row.device?.id ?? ''} ${row.until}`}>
          {row.device && <th scope="row">{row.device.name}</th>}
          <td>
            {exactTime(row.from).slice(5)} – {clockTime(row.until)}
          </td>
          <td>
            {row.isWithheld ? t('withheld') : row.value === null ? '–' : figureText(row.value, it.take, it.property.unit)}
            {row.revision > 1 && <div>{t('revisionShown', { count: row.revision - 1 })}</div>}
          </td>
          <td>{row.points}</td>
          <td>{row.late}</td>
          <td>{row.dropped}</td>
        </tr>
      ))}
    </PlainTable>
  )
}
