import { fieldOf } from '@liren/contract/archive/index'
import { type CommonDimension, commonDimensions, dimensionsOf, type Statistics, statistics } from '@liren/contract/capabilities/statistics'
import { type TagCount, tag } from '@liren/contract/capabilities/tag'
import { Link } from 'react-router'
import { type Asked, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState, writeFilters } from '../../app/list-state.ts'
import { usePermissions } from '../../app/session/store.ts'
import { allArchives } from '../../engines/archive/known.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './statistics.module.css'
import { words } from './words.ts'

interface Line {
  readonly key: string
  readonly name: string
  readonly files: number
  /** The list that holds these very files; none where the list has no such filter. */
  readonly to: string | undefined
}

const tagged = 'tag'

/** Files of one archive counted by one thing; every number opens the list behind it. */
export default function ArchiveStatistics() {
  const t = useWords(words)
  const say = useText()
  const held = usePermissions()
  const state = useListState()
  const mine = allArchives.filter(({ definition }) => held.has(`${definition.name}.read`))
  const chosen =
    mine.find(({ definition }) => definition.name === state.filters.archive) ??
    mine.find(({ definition }) => definition.name === 'org') ??
    mine[0]
  const definition = chosen?.definition
  const own = definition ? dimensionsOf(definition, () => false) : []
  const by = state.filters.by ?? own[0] ?? 'grid'
  const placeId = state.filters.place
  const asked = useQuery(
    statistics.endpoints.count,
    definition && by !== tagged ? { params: { archive: definition.name }, query: { by, placeId } } : null,
  )
  const tags = useQuery(
    tag.endpoints.counts,
    definition && by === tagged ? { params: { archive: definition.name }, query: { placeId } } : null,
  )
  if (!definition || !chosen) return <PageHead title={t('title')} text={t('text')} />

  const listOf = (filters: Record<string, string>) =>
    `/${chosen.path}?f=${encodeURIComponent(writeFilters({ ...filters, ...(placeId ? { place: placeId } : {}) }))}`
  const linesOf = ({ items }: Statistics): Line[] =>
    items.map(({ key, text, files }) => ({
      key: key ?? '',
      name: key === null ? t(by === 'grid' || by === 'estate' ? 'outside' : 'unknown') : say(text ?? undefined) || key,
      files,
      to:
        key === null || by === 'source'
          ? undefined
          : by === 'estate'
            ? `/${chosen.path}?f=${encodeURIComponent(writeFilters({ place: key }))}`
            : by === 'grid'
              ? undefined
              : listOf({ [by]: key }),
    }))
  const tagLines = (items: readonly TagCount[]): Line[] =>
    items.map((item) => ({ key: item.tag, name: say(item.text), files: item.files, to: listOf({ tag: item.tag }) }))
  const dimensions = [
    ...own.map((name) => ({ value: name, label: say(fieldOf(definition, name).label) })),
    ...(Object.keys(commonDimensions) as CommonDimension[]).map((name) => ({ value: name, label: say(commonDimensions[name]) })),
    ...(held.has('tag.read') ? [{ value: tagged, label: t('tags') }] : []),
  ]
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <FilterMenu
          label={t('archive')}
          value={definition.name}
          onChange={(archive) => state.setFilters({ archive: archive ?? '' })}
          options={mine.map((each) => ({ value: each.definition.name, label: say(each.definition.text) }))}
        />
        <FilterMenu label={t('by')} value={by} onChange={(value) => state.setFilter('by', value)} options={dimensions} />
        <FilterPlace label={t('place')} value={placeId} onChange={(value) => state.setFilter('place', value)} />
      </PageHead>
      {by === tagged ? (
        <Shown asked={tags}>{({ items }) => <Lines lines={tagLines(items)} caption={t('tags')} />}</Shown>
      ) : (
        <Shown asked={asked as Asked<Statistics>}>
          {(found) => (
            <Lines lines={linesOf(found)} total={found.total} caption={dimensions.find(({ value }) => value === by)?.label ?? ''} />
          )}
        </Shown>
      )}
    </>
  )
}

function Lines({ lines, total, caption }: { lines: readonly Line[]; total?: number; caption: string }) {
  const t = useWords(words)
  const most = Math.max(1, ...lines.map(({ files }) => files))
  if (lines.length === 0) return <EmptyState title={t('none')} scene="rest" />
  return (
    <Card title={caption} extra={total === undefined ? undefined : t('total', { count: total })}>
      <table className={style.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{caption}</th>
            <th scope="col">{t('files')}</th>
            <th scope="col">{t('share')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, files, to }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{to && files > 0 ? <Link to={to}>{files}</Link> : files}</td>
              <td>
                <div className={style.bar}>
                  <div className={style.track} aria-hidden="true">
                    <div className={style.fill} style={{ width: `${(100 * files) / most}%` }} />
                  </div>
                  {total ? <span>{`${Math.round((1000 * files) / total) / 10}%`}</span> : null}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
