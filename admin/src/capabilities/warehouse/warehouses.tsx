import { baseKinds, dataWarehouses, type WarehouseFigures, warehouse, warehouseKinds } from '@liren/contract/capabilities/warehouse'
import { warehouseTexts } from '@liren/contract/catalogue/domains'
import { Button, Tabs } from 'antd'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState, writeFilters } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { Card, Figure, FigureRow, PageHead, Stack } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Records } from './records.tsx'
import style from './warehouse.module.css'
import { words } from './words.ts'

/** The three warehouses; the open one with its figures, its part of the catalogue and, of the base, its records. */
export default function Warehouses() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilters } = useListState()
  const asked = useQuery(warehouse.endpoints.list)
  const open = dataWarehouses.find((one) => one === filters.warehouse) ?? 'iot'
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={open}
        onChange={(key) => setFilters({ warehouse: key })}
        items={dataWarehouses.map((key) => ({ key, label: say(warehouseTexts[key]) }))}
      />
      <Shown asked={asked}>
        {({ items }) => items.filter((one) => one.warehouse === open).map((one) => <Open key={one.warehouse} of={one} />)}
      </Shown>
    </>
  )
}

const latest = (times: readonly (string | null)[]): string | null =>
  times.reduce((best, at) => (at !== null && (best === null || at > best) ? at : best), null)

function Open({ of }: { of: WarehouseFigures }) {
  const t = useWords(words)
  const { filters } = useListState()
  const kind = baseKinds.find((one) => one === filters.kind)
  const sum = (what: 'records' | 'faulty') => of.kinds.reduce((total, one) => total + one[what], 0)
  const [newest, measured] = [latest(of.kinds.map((one) => one.newestAt)), latest(of.kinds.map((one) => one.measuredAt))]
  const figure = (value: number) => (measured === null ? '–' : value.toLocaleString())
  return (
    <Stack>
      <FigureRow>
        <Figure label={t('total')} value={figure(sum('records'))} />
        <Figure label={t('wrong')} value={figure(sum('faulty'))} />
        <Figure label={t('newest')} value={newest === null ? '–' : <TimeText at={newest} />} />
        <Figure label={t('measured')} value={measured === null ? t('never') : <TimeText at={measured} />} />
      </FigureRow>
      <Kinds of={of} />
      {of.warehouse === 'base' && kind !== undefined ? <Records key={kind} kind={kind} /> : null}
      <Databases of={of} />
    </Stack>
  )
}

function Kinds({ of }: { of: WarehouseFigures }) {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilters } = useListState()
  const isBase = of.warehouse === 'base'
  const told = (list: WarehouseFigures['kinds'][number]['sources']) => (
    <span className={style.told}>
      {list.map((one) => (
        <span key={one.code}>
          {say(one.text)} {one.records.toLocaleString()}
        </span>
      ))}
    </span>
  )
  return (
    <Card title={t('kinds')} flush>
      {of.kinds.length === 0 ? (
        <EmptyState title={t('noKinds')} scene="rest" />
      ) : (
        <PlainTable
          caption={t('kinds')}
          heads={(['kind', 'total', 'newest', 'sources', 'wrong', 'rules'] as const).map((head) => t(head))}
          hasActions={isBase}
          minWidth={860}
        >
          {of.kinds.map((one) => (
            <tr key={one.kind}>
              <th scope="row">
                {say(warehouseKinds[one.kind])}
                <div className={style.hint}>{one.table}</div>
              </th>
              <td className={style.whole}>{one.measuredAt === null ? '–' : one.records.toLocaleString()}</td>
              <td className={style.whole}>{one.newestAt === null ? '–' : <TimeText at={one.newestAt} />}</td>
              <td>{one.sources.length === 0 ? '–' : told(one.sources)}</td>
              <td className={style.whole}>{one.measuredAt === null ? '–' : one.faulty.toLocaleString()}</td>
              <td>{one.measuredAt === null ? '–' : one.rules.length === 0 ? t('noFault') : told(one.rules)}</td>
              {isBase ? (
                <td>
                  <Button
                    size="small"
                    aria-pressed={filters.kind === one.kind}
                    onClick={() => setFilters({ warehouse: 'base', kind: one.kind })}
                  >
                    {t('records')}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </PlainTable>
      )}
    </Card>
  )
}

function Databases({ of }: { of: WarehouseFigures }) {
  const t = useWords(words)
  const say = useText()
  const may = useMay('catalogue.read')
  return (
    <Card title={t('databases')} flush>
      <PlainTable
        caption={t('databases')}
        heads={(['database', 'owner', 'tables'] as const).map((head) => t(head))}
        hasActions={may}
        minWidth={720}
      >
        {of.databases.map((one) => (
          <tr key={one.domain}>
            <th scope="row" className={style.whole}>
              {say(one.text)}
            </th>
            <td className={style.whole}>{one.owner}</td>
            <td>
              <span className={style.told}>
                {one.tables.map(({ table, text, grade }) => (
                  <span key={table} title={table} className={style.table}>
                    {say(text)}
                    {grade === null ? null : <LevelTag level={grade} />}
                  </span>
                ))}
              </span>
            </td>
            {may ? (
              <td className={style.whole}>
                <Link to={`/data/dictionary?f=${encodeURIComponent(writeFilters({ tab: 'fields', domain: one.domain }))}`}>
                  {t('catalogue')}
                </Link>
              </td>
            ) : null}
          </tr>
        ))}
      </PlainTable>
    </Card>
  )
}
