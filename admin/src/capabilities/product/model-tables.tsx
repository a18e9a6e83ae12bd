import type { Parameter, ThingModel } from '@liren/contract/thing/model'
import type { ReactNode } from 'react'
import { useText, useWords } from '../../app/language/use.ts'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './model.module.css'
import { words } from './words.ts'

function Table({ heads, rows }: { heads: readonly string[]; rows: readonly { key: string; cells: readonly ReactNode[] }[] }) {
  return (
    <div className={style.scroll}>
      <table className={style.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const rangeOf = ({ min, max, unit, options }: Pick<Parameter, 'min' | 'max' | 'unit' | 'options'>): string =>
  options
    ? options.map((one) => one.text.zh).join(' / ')
    : `${min === undefined && max === undefined ? '' : `${min ?? ''} – ${max ?? ''}`}${unit ? ` ${unit}` : ''}`.trim() || '–'

export function PropertyList({ model }: { model: ThingModel }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Table
      heads={[t('name'), t('code'), t('type'), t('range'), t('access'), t('from')]}
      rows={model.properties.map((one) => ({
        key: one.code,
        cells: [
          <strong key="name">{say(one.text)}</strong>,
          <code key="code">{one.code}</code>,
          one.type,
          rangeOf(one),
          t(`a_${one.access}`),
          <code key="from">
            {one.from ? `${one.from.event}.${one.from.field}` : (one.when ?? []).map((when) => when.event).join(' / ')}
          </code>,
        ],
      }))}
    />
  )
}

const tones = { info: 'info', warning: 'warning', alarm: 'danger', fault: 'danger' } as const

export function EventList({ model }: { model: ThingModel }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Table
      heads={[t('name'), t('code'), t('level'), t('params')]}
      rows={model.events.map((one) => ({
        key: one.code,
        cells: [
          <strong key="name">{say(one.text)}</strong>,
          <code key="code">{one.code}</code>,
          <StatusTag key="level" tone={tones[one.level]} icon={one.level === 'info' ? 'info' : 'alert'}>
            {t(`l_${one.level}`)}
          </StatusTag>,
          one.params.map((param) => say(param.text)).join('、') || t('none'),
        ],
      }))}
    />
  )
}

export function ServiceList({ model }: { model: ThingModel }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Table
      heads={[t('name'), t('code'), t('params'), t('ttl')]}
      rows={model.services.map((one) => ({
        key: one.code,
        cells: [
          <span key="name">
            <strong>{say(one.text)}</strong> {one.isDangerous && <Chip>{t('dangerous')}</Chip>}
          </span>,
          <code key="code">{one.code}</code>,
          one.params.map((param) => say(param.text)).join('、') || t('none'),
          t('seconds', { count: one.ttlSeconds }),
        ],
      }))}
    />
  )
}
