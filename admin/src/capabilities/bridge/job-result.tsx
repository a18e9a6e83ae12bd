import type { EdgeResult } from '@liren/contract/edge/jobs'
import type { ReactNode } from 'react'
import { useWords } from '../../app/language/use.ts'
import { Facts } from '../../parts/page/page.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './edge-words.ts'

const figure = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 100) / 100))
const time = (at: number | null): ReactNode => <TimeText at={at === null ? null : new Date(at).toISOString()} />
type Names = Readonly<Record<string, string>>

/** What a node reckoned, a line for each device. */
export function JobResult({ of, names }: { of: EdgeResult; names: Names }) {
  const t = useWords(words)
  const { facts, heads, rows } = useShape(of)
  return (
    <>
      {facts.length > 0 && <Facts columns={3} items={facts} />}
      <PlainTable caption={t('result')} heads={[t('device'), ...heads]} minWidth={600}>
        {rows.map(({ device, cells }) => (
          <tr key={device}>
            <th scope="row">
              {names[device] ?? device}
              <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{device}</div>
            </th>
            {cells.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells keep their columns
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
      </PlainTable>
    </>
  )
}

interface Shape {
  readonly facts: readonly { label: string; value: ReactNode }[]
  readonly heads: readonly string[]
  readonly rows: readonly { device: string; cells: readonly ReactNode[] }[]
}

function useShape(of: EdgeResult): Shape {
  const t = useWords(words)
  if (of.kind === 'window.summary')
    return {
      facts: [
        { label: t('window'), value: time(of.from) },
        { label: t('heardSince'), value: time(of.heardSince) },
      ],
      heads: [t('readings'), t('late'), t('average'), t('least'), t('most'), t('lastValue')],
      rows: of.items.map((one) => ({
        device: one.device,
        cells: [one.count, one.late, figure(one.average), figure(one.least), figure(one.most), figure(one.last)],
      })),
    }
  if (of.kind === 'devices.answer')
    return {
      facts: [],
      heads: [t('answered'), t('after'), t('asked'), t('presence')],
      rows: of.items.map(({ device, answered, ms, isAsked, presence }) => ({
        device,
        cells: [
          <StatusTag key="answered" tone={answered ? 'success' : 'danger'} icon={answered ? 'check' : 'alert'}>
            {t(answered ? 'yes' : 'no')}
          </StatusTag>,
          figure(ms),
          t(isAsked ? 'yes' : 'no'),
          t(`p_${presence}`),
        ],
      })),
    }
  if (of.kind === 'lines.count')
    return {
      facts: [
        { label: t('window'), value: time(of.from) },
        { label: t('heardSince'), value: time(of.heardSince) },
        { label: t('strangers'), value: of.strangers },
      ],
      heads: [t('protocol'), t('framesIn'), t('framesOut'), t('unknown'), t('faults')],
      rows: of.items.map((one) => ({
        device: one.device,
        cells: [one.protocol || '–', one.framesIn, one.framesOut, one.unknown, one.faults],
      })),
    }
  return {
    facts: [],
    heads: [t('basis'), t('readings'), t('average'), t('deviation'), t('found'), t('worst')],
    rows: of.items.map((one) => ({
      device: one.device,
      cells: [
        t(`b_${one.basis}`),
        one.readings,
        figure(one.average),
        figure(one.deviation),
        one.found === 0 ? (
          one.found
        ) : (
          <StatusTag key="found" tone="warning" icon="alert">
            {one.found}
          </StatusTag>
        ),
        <span key="worst">
          {figure(one.worst)} {one.worstAt === null ? null : time(one.worstAt)}
        </span>,
      ],
    })),
  }
}
