import type { ReactNode } from 'react'
import style from './plain-table.module.css'

interface PlainTableProps {
  /** What is told to those who do not see it. */
  readonly caption: string
  readonly heads: readonly string[]
  /** A last column with buttons has no head. */
  readonly hasActions?: boolean
  /** Below so many pixels it is pushed sideways instead of squeezed. */
  readonly minWidth?: number
  /** Rows; the first cell of each is its head. */
  readonly children: ReactNode
}

/** A table that fits whole on its card: nothing to sort, to page or to choose. */
export function PlainTable({ caption, heads, hasActions, minWidth = 640, children }: PlainTableProps) {
  return (
    <div className={style.wrap}>
      <table className={style.table} style={{ minWidth }}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {hasActions ? <td /> : null}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
