import { Button, Checkbox } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Paged } from '../../app/api/use.ts'
import { useKept } from '../../app/kept.ts'
import { useWords } from '../../app/language/use.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { TableBones } from '../state/bones.tsx'
import { Shown } from '../state/shown.tsx'
import { type Column, defaultChoice, shownColumns } from './columns.ts'
import style from './table.module.css'
import { TableTools } from './table-tools.tsx'
import { words } from './words.ts'

interface Props<T> {
  /** Under this name the chosen columns are kept. */
  readonly name: string
  readonly caption: string
  readonly asked: Paged<T>
  readonly columns: readonly Column<T>[]
  readonly rowKey: (row: T) => string
  /** Opens the record; without it rows are not buttons. */
  readonly onOpen?: ((row: T) => void) | undefined
  readonly openId?: string | undefined
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode
  /** Filters and the like, on the line above the table. */
  readonly tools?: ReactNode
  /** What can be done with the selected rows; selecting is offered only with it. */
  readonly bulk?: (rows: readonly T[], clear: () => void) => ReactNode
  /** A word about the row as a whole: late, disabled. */
  readonly rowTone?: (row: T) => 'quiet' | 'late' | undefined
}

/** A list with a cursor: fifty rows at a time, keys to move in it, columns to choose. */
export function DataTable<T>(props: Props<T>) {
  const { name, asked, columns, empty, tools } = props
  const [choice, setChoice] = useKept(`columns.${name}`, defaultChoice(columns))
  const [dense, setDense] = useKept('dense', false)
  const shown = shownColumns(columns, choice)
  return (
    <div className={style.sheet}>
      <TableTools asked={asked} columns={columns} choice={choice} onChoice={setChoice} dense={dense} onDense={setDense}>
        {tools}
      </TableTools>
      <Shown
        asked={asked}
        bones={<TableBones rows={10} columns={shown.map((_, index) => (index === 0 ? 2 : 1))} />}
        empty={{ when: (rows) => rows.length === 0, show: empty }}
      >
        {(rows) => <Rows {...props} rows={rows} shown={shown} dense={dense} />}
      </Shown>
    </div>
  )
}

interface RowsProps<T> extends Props<T> {
  readonly rows: readonly T[]
  readonly shown: readonly Column<T>[]
  readonly dense: boolean
}

function Rows<T>({ rows, shown, dense, caption, asked, rowKey, onOpen, openId, bulk, rowTone }: RowsProps<T>) {
  const t = useWords(words)
  const body = useRef<HTMLTableSectionElement>(null)
  const [active, setActive] = useState<string>()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const at = rows.findIndex((row) => rowKey(row) === active)

  // A row that left the list leaves the selection too: nothing unseen is ever acted on.
  useEffect(() => {
    setPicked((before) => {
      const here = new Set(rows.map(rowKey).filter((key) => before.has(key)))
      return here.size === before.size ? before : here
    })
  }, [rows, rowKey])

  const move = (step: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))]
    if (next === undefined) return
    setActive(rowKey(next))
    body.current?.querySelector<HTMLElement>(`[data-key="${rowKey(next)}"]`)?.focus()
    // With a record open, moving on opens the next one beside the list.
    if (openId !== undefined) onOpen?.(next)
  }
  const toggle = (key: string | undefined) => {
    if (key === undefined || bulk === undefined) return
    const next = new Set(picked)
    if (!next.delete(key)) next.add(key)
    setPicked(next)
  }
  const openActive = () => {
    const row = rows[at]
    if (row !== undefined) onOpen?.(row)
  }
  useShortcuts([
    { keys: 'j', label: words.nextRow, run: () => move(1) },
    { keys: 'k', label: words.previousRow, run: () => move(-1) },
    ...(onOpen === undefined ? [] : [{ keys: 'Enter', label: words.openRow, run: openActive }]),
    ...(bulk === undefined ? [] : [{ keys: 'x', label: words.selectRow, run: () => toggle(active) }]),
  ])

  const chosen = rows.filter((row) => picked.has(rowKey(row)))
  const clear = () => setPicked(new Set())
  return (
    <>
      <div className={style.scroll}>
        <table className={`${style.table} ${dense ? style.dense : ''}`}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {bulk && (
                <th className={style.pick} scope="col">
                  <Checkbox
                    aria-label={t('selectAll')}
                    checked={chosen.length === rows.length}
                    indeterminate={chosen.length > 0 && chosen.length < rows.length}
                    onChange={(event) => setPicked(new Set(event.target.checked ? rows.map(rowKey) : []))}
                  />
                </th>
              )}
              {shown.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  style={{ width: column.width, textAlign: column.align }}
                  className={column.roomy ? style.roomy : undefined}
                >
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, index) => {
              const key = rowKey(row)
              return (
                <tr
                  key={key}
                  data-key={key}
                  data-tone={rowTone?.(row)}
                  data-open={key === openId}
                  tabIndex={onOpen === undefined ? undefined : key === active || (at < 0 && index === 0) ? 0 : -1}
                  onFocus={() => setActive(key)}
                  onClick={(event) => {
                    // Links and buttons inside a row keep their own meaning; selecting text is not opening.
                    const inner = (event.target as Element).closest('a, button, input, label')
                    if (onOpen === undefined || inner !== null || getSelection()?.isCollapsed === false) return
                    setActive(key)
                    onOpen(row)
                  }}
                  className={onOpen === undefined ? undefined : style.opens}
                >
                  {bulk && (
                    <td className={style.pick}>
                      <Checkbox aria-label={t('select')} checked={picked.has(key)} onChange={() => toggle(key)} />
                    </td>
                  )}
                  {shown.map((column) => (
                    <td key={column.key} style={{ textAlign: column.align }} className={column.roomy ? style.roomy : undefined}>
                      {column.render(row)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <div className={style.foot}>
        {asked.more ? (
          <>
            <span>{t('shown', { count: rows.length })}</span>
            <Button onClick={asked.next} loading={asked.asking}>
              {t('more')}
            </Button>
          </>
        ) : (
          <span>{t('end', { count: rows.length })}</span>
        )}
      </div>
      {bulk && chosen.length > 0 && (
        <div className={style.bulk} role="toolbar" aria-label={t('selected', { count: chosen.length })}>
          <strong>{t('selected', { count: chosen.length })}</strong>
          {bulk(chosen, clear)}
          <Button type="text" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      )}
    </>
  )
}
